import { type Operation, TRPCClientError, type TRPCLink } from '@trpc/client'
import { observable, type Unsubscribable } from '@trpc/server/observable'
import { answerOf, forgetAnswers } from './answer.ts'
import { failedAtLogIn } from './auth.ts'
import type { AppRouter } from './wire.ts'

/** `false`: every call is sent once. `tries`: how often a call is sent in all, 1 to 10. */
export type Retry = false | { tries: number }

/** No try starts later than so long after the first. A longer wait that the service asks for ends the call at once. */
const lastTryAfterMs = 30_000
const firstPauseMs = 250
const longestPauseMs = 5_000
const defaultTries = 3

/** Statuses that say the service or what is in front of it could not do it now, and may later. */
const temporary: ReadonlySet<number> = new Set([429, 502, 503, 504])
/** Of these, the ones that also say that nothing was done. */
const untouched: ReadonlySet<number> = new Set([429, 503])

/** The procedures that take an idempotency key; the compiler names one that is missing. */
const keyed: Record<KeyedPath, true> = {
  'appConnections.create': true,
  'grants.create': true,
  'secretSyncs.create': true,
}

/**
 * Repeats a call that failed for a reason that passes, if a repeat can do no harm: queries, and mutations that carry an
 * idempotency key. A batch has calls of one kind, and of those that travelled together each is judged by itself. A
 * failed log-in has sent nothing of the call it was for, so there the log-in's own answer decides.
 *
 * An abort by the call's own signal ends the call at once, in a pause, during a log-in, and in a batch whose other calls
 * go on.
 */
export function retryLink(retry: Retry = { tries: defaultTries }): TRPCLink<AppRouter> {
  const tries = triesOf(retry)
  return () =>
    ({ op, next }) =>
      observable((observer) => {
        const { signal } = op
        const started = Date.now()
        let current: Unsubscribable | undefined
        let pause: ReturnType<typeof setTimeout> | undefined
        let answered = false

        const attempt = (count: number) => {
          current = next(op).subscribe({
            next(value) {
              answered = true
              observer.next(value)
            },
            // A call has one answer. Of the end after it tRPC makes an abort, and so an error with a stack that nobody
            // reads, at a tenth of what a call costs here.
            complete() {
              if (answered) tidy()
              else observer.complete()
            },
            error(error) {
              forgetAnswers(error)
              const pauseMs =
                count < tries && mayRepeat(op, error) ? pauseAfter(count, error) : Number.POSITIVE_INFINITY
              if (Date.now() - started + pauseMs > lastTryAfterMs) observer.error(error)
              else pause = setTimeout(attempt, pauseMs, count + 1)
            },
          })
        }
        const abort = () => observer.error(aborted(signal?.reason))
        const tidy = () => {
          signal?.removeEventListener('abort', abort)
          clearTimeout(pause)
        }

        if (signal?.aborted) abort()
        else {
          signal?.addEventListener('abort', abort, { once: true })
          attempt(1)
        }
        return () => {
          tidy()
          current?.unsubscribe()
        }
      })
}

function triesOf(retry: Retry): number {
  if (retry === false) return 1
  if (Number.isInteger(retry.tries) && retry.tries >= 1 && retry.tries <= 10) return retry.tries
  throw new RangeError('retry.tries must be a whole number from 1 to 10')
}

function mayRepeat(op: Operation, error: unknown): boolean {
  const { statusCode, retryAfterSeconds } = answerOf(error)
  if (failedAtLogIn(error)) return statusCode !== undefined && untouched.has(statusCode)
  const hasKey = op.type === 'mutation' && Object.hasOwn(keyed, op.path) && keyOf(op.input) !== undefined
  if (op.type !== 'query' && !hasKey) return false
  if (statusCode === undefined) return isOfNetwork(error)
  // The first call with this key is still under way: its answer can be had in a moment.
  if (statusCode === 409) return hasKey && retryAfterSeconds !== undefined
  return temporary.has(statusCode)
}

function keyOf(input: unknown): unknown {
  return typeof input === 'object' && input !== null && 'idempotencyKey' in input ? input.idempotencyKey : undefined
}

/** `fetch` rejects with a `TypeError` where the network failed (Fetch standard, 5.6), before or within the answer. */
function isOfNetwork(error: unknown): boolean {
  return error instanceof TRPCClientError && error.cause instanceof TypeError
}

/** Doubled at every try and spread, so that callers which failed together do not come back together. */
function pauseAfter(count: number, error: unknown): number {
  const { retryAfterSeconds } = answerOf(error)
  if (retryAfterSeconds !== undefined) return retryAfterSeconds * 1000 + Math.random() * firstPauseMs
  return Math.min(firstPauseMs * 2 ** (count - 1), longestPauseMs) * (0.5 + Math.random() / 2)
}

function aborted(reason: unknown): TRPCClientError<AppRouter> {
  return TRPCClientError.from(reason instanceof Error ? reason : new Error('The call was aborted', { cause: reason }))
}

type Procedures = AppRouter['_def']['record']
type InputOf<Procedure> = Procedure extends { _def: { $types: { input: infer Input } } } ? Input : never
type TakesKey<Input> = Input extends { idempotencyKey?: unknown }
  ? 'idempotencyKey' extends keyof Input
    ? true
    : never
  : never
type KeyedPath = {
  [Noun in keyof Procedures & string]: {
    [Verb in keyof Procedures[Noun] & string]: [TakesKey<InputOf<Procedures[Noun][Verb]>>] extends [never]
      ? never
      : `${Noun}.${Verb}`
  }[keyof Procedures[Noun] & string]
}[keyof Procedures & string]
