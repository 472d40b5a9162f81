import { finished, type Readable } from 'node:stream'
import type { ConnectionRow, LiveGrant } from '@app-connections/db'
import { ProviderError, type Route, type StreamAnswer } from '@app-connections/providers'
import type { MemberContext } from '../procedure/context.ts'
import type { Passed } from './body.ts'
import { answeredWith, type Enders, type Ending, endingOf, NotRead } from './ending.ts'
import { recordAttempt, recordOutcome, recordUse, spendUse, type Use } from './spend.ts'

/** The record of one use: its event before anything leaves, and how it ended. */
export interface UseRecord {
  /** What of the answer has passed so far. */
  readonly passed: Passed
  /** Stores the event before the platform is asked what must be known to judge the use. */
  asking(): Promise<void>
  /**
   * Stores the event where that is not done, and counts the use against grants. From now on it ends with them: the
   * signal fires then, and when the caller goes. Errors: 401 (the token or session has ended meanwhile), 403 (a grant has
   * ended or changed).
   */
  sending(use: { resource: string | undefined; grants: readonly LiveGrant[] }): Promise<AbortSignal>
  /** Notes what the platform answered. */
  answered(answer: StreamAnswer): void
  /** Stores how the use ended when the body that the caller gets has ended, or broke. */
  follow(body: Readable): void
  /** Does the work of a use. Where it fails, that is how the use ended. Rejects with what the caller is told. */
  during<T>(act: () => Promise<T>): Promise<T>
}

/** What a record is about. `noteBegun` is called when its event is stored: a refusal needs no other then. */
export interface Recorded {
  readonly row: ConnectionRow
  readonly route: Route
  readonly request: { readonly signal: AbortSignal; readonly body: Readable | null }
  readonly noteBegun: () => void
}

export function createRecord(ctx: MemberContext, { row, route, request, noteBegun }: Recorded): UseRecord {
  const { services, actor } = ctx
  const passed: Passed = { bytes: 0, scrubbed: false }
  let use: Use = { row, route, resource: undefined, grants: [] }
  let begun: { readonly attempt: string; readonly at: number } | undefined
  let watch: ReturnType<typeof services.uses.watch> | undefined
  let platform: { status?: number; platformRequestId?: string } = {}

  function begin(attempt: string): void {
    begun = { attempt, at: performance.now() }
    noteBegun()
  }

  function enders(): Enders {
    return {
      caller: request.signal,
      access: watch?.signal,
      // One that is not read to its end by us is aborted too.
      bodyBroke: () => ![undefined, 'AbortError'].includes(request.body?.errored?.name),
    }
  }

  function end(ending: Ending): void {
    watch?.release()
    if (begun === undefined) return
    const { attempt, at } = begun
    const outcome = { ...passed, ...platform, ms: Math.round(performance.now() - at), ending }
    recordOutcome(ctx, use, attempt, outcome)
  }

  return {
    passed,
    async asking() {
      if (begun === undefined) begin(await recordAttempt(ctx, use))
    },
    async sending(known) {
      use = { ...use, ...known }
      if (begun === undefined) begin(await recordUse(ctx, use))
      else await spendUse(ctx, use)
      watch = services.uses.watch({ grants: use.grants, tokenId: actor.tokenId })
      return AbortSignal.any([request.signal, watch.signal])
    },
    answered({ status, headers }) {
      const id = headers['request-id']
      platform = { status, ...(typeof id === 'string' ? { platformRequestId: id.slice(0, 256) } : {}) }
    },
    follow(body) {
      finished(body, { writable: false }, (error) => {
        if (error === undefined || error === null) end('whole')
        // Any other error comes from whoever reads it no more.
        else end(endingOf(body.errored instanceof ProviderError ? body.errored : new NotRead(), enders()))
      })
    },
    async during(act) {
      try {
        return await act()
      } catch (error) {
        const ending = endingOf(error, enders())
        end(ending)
        throw answeredWith(ending, error)
      }
    },
  }
}
