import { acceptedVersion } from './accept.ts'
import { authenticate, checkSecondFactor, checkStanding } from './authenticate.ts'
import { asHerokuError, noSuchRoute, notAcceptable, rateLimited, scopeTooNarrow } from './errors.ts'
import { findApp } from './platform/app-access.ts'
import { rateLimitCapacity } from './rate-limit.ts'
import type { Answer, Match, Request } from './routes.ts'
import { scopeAllows } from './scopes.ts'
import { errorAnswer } from './send.ts'
import type { Account } from './state.ts'

/** A platform answer, and whose it is once that is known. */
type Outcome = { answer: Answer; account: Account | undefined }

/**
 * Runs one request against its route: version, token, standing, rate limit, second factor, scope, handler, in that
 * order. Never throws: whatever goes wrong becomes an answer in Heroku's shape.
 */
export function dispatch(match: Match | undefined, arrived: Omit<Request, 'params' | 'variant'>): Outcome {
  // A request happens at one instant, or what lives an hour could be shown with 3599 seconds left.
  const at = arrived.world.now()
  const world = { ...arrived.world, now: () => at }
  const request = { ...arrived, world }
  const { switches } = world.state
  const outcome: Outcome = { answer: { status: 500, body: null }, account: undefined }
  try {
    if (match?.route.access === 'public') {
      outcome.answer = match.route.handle({ ...request, params: match.params, variant: '3' })
      return outcome
    }
    const variant = acceptedVersion(request.headers.accept)
    if (variant === undefined) throw notAcceptable()
    const identity = authenticate(world, request.headers)
    outcome.account = identity.account
    if (match === undefined) throw noSuchRoute()
    const { route, params } = match
    if (route.free !== true && !world.rateLimits.take(identity.account.id)) {
      throw rateLimited(switches.retryAfter === 'seconds' ? { 'retry-after': '1' } : {})
    }
    checkStanding(world, identity.account)
    const app = params.app === undefined ? undefined : findApp(world.state, params.app)
    checkSecondFactor(world, identity.account, request.headers, app)
    if (!scopeAllows(identity.authorization.scope, route.access, switches)) throw scopeTooNarrow()
    const call = { ...request, params, variant, ...identity }
    outcome.answer = once(call.headers['idempotency-key'], identity.account.id, match, request, () =>
      route.handle(call),
    )
  } catch (error) {
    outcome.answer = errorAnswer(asHerokuError(error), switches)
  }
  const remaining = outcome.account ? world.rateLimits.remaining(outcome.account.id) : rateLimitCapacity
  outcome.answer.headers = { ...outcome.answer.headers, 'ratelimit-remaining': String(remaining) }
  return outcome
}

/** With the switch on, a write that repeats an `Idempotency-Key` gets the first answer and has no second effect. */
function once(
  key: string | string[] | undefined,
  accountId: string,
  match: Match,
  request: Omit<Request, 'params' | 'variant'>,
  run: () => Answer,
): Answer {
  const { world } = request
  const writes = match.route.method !== 'GET'
  if (world.state.switches.idempotencyKey === 'ignored' || typeof key !== 'string' || !writes) return run()
  const name = JSON.stringify([accountId, key, match.route.method, match.route.path, match.params])
  const kept = world.keptAnswers.get(name)
  if (kept !== undefined) return { ...kept }
  const answer = run()
  world.keptAnswers.set(name, { status: answer.status, body: answer.body })
  return answer
}
