import type { AppRouter } from '@app-connections/client'
import type { TRPCLink } from '@trpc/client'
import { observable } from '@trpc/server/observable'

/** Whoever waits for the visitor's password; all of them go on with one answer. */
let waiting: ((proved: boolean) => void)[] = []
const listeners = new Set<() => void>()

function tell() {
  for (const listener of listeners) listener()
}

/** The question for the visitor's password, which stands until it is answered. */
export const passwordProof = {
  subscribe(listener: () => void) {
    listeners.add(listener)
    return () => void listeners.delete(listener)
  },
  wanted: () => waiting.length > 0,
  onServer: () => false,
  /** Asks; resolves whether the password was given. */
  ask(): Promise<boolean> {
    return new Promise((resolve) => {
      waiting = [...waiting, resolve]
      tell()
    })
  },
  answer(proved: boolean): void {
    const asked = waiting
    waiting = []
    for (const resolve of asked) resolve(proved)
    tell()
  },
}

/**
 * A link that asks for the visitor's password where the service wants it first, and then sends the call once more. Where
 * they do not give it, the call fails as it did.
 */
export const askForPassword: TRPCLink<AppRouter> =
  () =>
  ({ next, op }) =>
    observable((observer) => {
      const send = (last: boolean) =>
        next(op).subscribe({
          next: (value) => observer.next(value),
          complete: () => observer.complete(),
          error(error) {
            if (last || error.data?.code !== 'freshSignInNeeded') return observer.error(error)
            void passwordProof.ask().then((proved) => {
              if (proved) current = send(true)
              else observer.error(error)
            })
          },
        })
      let current = send(false)
      return () => current.unsubscribe()
    })
