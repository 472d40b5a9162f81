/**
 * Gives `act` a signal that fires after `ms` milliseconds, and clears its timer when `act` has settled. The timer of
 * `AbortSignal.timeout` cannot be cleared: unless the signal is collected before, it fires long after the work and makes
 * an error that nobody reads. That adds up on the path of every use of a credential.
 */
export async function withDeadline<T>(ms: number, act: (deadline: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController()
  const timer = setTimeout(() => controller.abort(), ms)
  try {
    return await act(controller.signal)
  } finally {
    clearTimeout(timer)
  }
}
