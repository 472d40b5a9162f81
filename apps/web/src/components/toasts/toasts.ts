import type { Failure } from '@/api/failure.ts'

let wanted = false
const listeners = new Set<() => void>()

/** Loads what shows toasts, if that has not happened yet. Call it early, where one is likely to follow. */
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

/** Says that something was done. */
export async function notify(message: string): Promise<void> {
  prepareToasts()
  const { toast } = await import('sonner')
  toast.success(message)
}

/** Says that something failed, where there is no form to say it in. */
export async function notifyFailure({ message, reqId }: Failure): Promise<void> {
  prepareToasts()
  const { toast } = await import('sonner')
  toast.error(message, reqId === undefined ? {} : { description: `Request ${reqId}` })
}

/** Says that a call failed. Loads what reads its error only then: no first load of a page carries that. */
export async function notifyFailureOfCall(error: unknown): Promise<void> {
  const { failureOfCall } = await import('@/api/failure-of-call.ts')
  await notifyFailure(failureOfCall(error))
}
