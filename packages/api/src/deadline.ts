/**
 * Gives `act` a signal that fires after `ms` milliseconds, and takes its timer back when it is over. `AbortSignal.timeout`
 * leaves one behind that fires for nobody and makes an error all the same, which adds up on the path of every use of a credential.
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
