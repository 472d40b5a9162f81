import type { Failure } from '@/api/failure.ts'

let wanted = false
const listeners = new Set<() => void>()

/** Loads the toasts, unless they are loaded. Call it early, when a toast is likely. */
export function prepareToasts(): void {
  wanted = true
  for (const listener of listeners) listener()
}

export const toastsWanted = {
  subscribe(listener: () => void) {
    listeners.add(listener)
    return () => void listeners.delete(listener)
  },
  get: () => wanted,
  onServer: () => false,
}

/** Shows that something succeeded. */
export async function notify(message: string): Promise<void> {
  prepareToasts()
  const { toast } = await import('sonner')
  toast.success(message)
}

/** Shows a failure, where there is no form to show it in. */
export async function notifyFailure({ message, reqId }: Failure): Promise<void> {
  prepareToasts()
  const { toast } = await import('sonner')
  toast.error(message, reqId === undefined ? {} : { description: `Request ${reqId}` })
}

/** Shows that a call failed. The code that reads the error loads only then, so that no first load of a page carries it. */
export async function notifyFailureOfCall(error: unknown): Promise<void> {
  const { failureOfCall } = await import('@/api/failure-of-call.ts')
  await notifyFailure(failureOfCall(error))
}
