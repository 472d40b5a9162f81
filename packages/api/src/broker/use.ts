import type { Readable } from 'node:stream'
import { liveGrantsFor, onBehalfOf } from '@app-connections/db'
import { type StreamAnswer, writeTarget } from '@app-connections/providers'
import { type App, appName } from '@app-connections/schemas'
import { findConnection } from '../connection/find.ts'
import { type ForwardedAnswer, forward } from '../credentials/forward.ts'
import { answerNotNarrowed, notGranted } from '../failures/broker.ts'
import { noGrants } from '../failures/grants.ts'
import type { MemberContext } from '../procedure/context.ts'
import { jsonOf, narrowed, passOn, type UseAnswer } from './answer.ts'
import { type Passed, readAll } from './body.ts'
import { type Closed, decide, type View } from './decide.ts'
import { judgeFields } from './fields.ts'
import { forwardedHeaders } from './headers.ts'
import { type Judged, judge } from './judge.ts'
import { byId } from './resource.ts'
import { rightsOf } from './rights.ts'
import { countedGrants, recordOutcome, recordUse, type Use } from './spend.ts'
import { judgeValues } from './values.ts'

/** A request of a caller's, as it came. */
export interface UseRequest {
  readonly app: App
  readonly connectionId: string
  readonly method: string
  /** The raw path and query below the platform, from its first slash on. */
  readonly target: string
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  readonly body: Readable | null
  /** Fires when the caller is gone. */
  readonly signal: AbortSignal
}

/**
 * Uses a connection for a caller: judges the request by their grants, records it, sends it on with the credential put in,
 * and gives back what of the answer is granted, without the credential. Nothing is sent where anything is not clear.
 *
 * Errors: 400 (another app; a platform that is not used so; an unclear address or body), 403 (no grant), 404 (the
 * connection; no such route), 405, 429, 502, 503, 504. Statuses of the platform are answers.
 */
export async function use(ctx: MemberContext, request: UseRequest): Promise<UseAnswer> {
  const { services, member, actor } = ctx
  const row = await findConnection(ctx, request, 'read')
  const { broker } = services.providers.of(request.app)
  if (broker === undefined) throw noGrants(request.app)
  const live = await liveGrantsFor(services.db, member.orgId, row.id, { id: actor.id })
  const rights = rightsOf(live)
  const judged = await byId(ctx, row, rights, judge(broker, appName(request.app), request))
  const { route, resource } = judged
  const decision = decide(rights, route, resource)
  if (!decision.open) {
    throw notGranted(route.action, closedOn[decision.why])
  }
  const values = await judgeValues(
    ctx,
    { row, judged, rights, view: decision.view, signal: request.signal },
    request.body,
  )
  const fields = await judgeFields(route, request.body)
  const grantIds = decision.right === undefined ? [] : countedGrants(live, decision.right, route)
  const counted: Use = { row, route, resource, grantIds }
  const attempt = await recordUse(ctx, counted)

  const started = performance.now()
  const passed: Passed = { bytes: 0, scrubbed: false }
  const watch = services.uses.watch(grantIds)
  const signal = AbortSignal.any([request.signal, watch.signal])
  const ended = (answer: StreamAnswer | undefined, whole: boolean) => {
    watch.release()
    services.afterwards.run(() =>
      onBehalfOf(member.orgId, () =>
        recordOutcome(ctx, counted, attempt, {
          ...passed,
          ...(answer === undefined ? {} : statusOf(answer)),
          ms: Math.round(performance.now() - started),
          whole,
        }),
      ),
    )
  }
  const view = values?.view ?? decision.view
  try {
    const body = values?.send ?? fields ?? (await bodyOf(request, view))
    const asked: Asked = { judged, row, request: { ...request, signal }, view, body }
    const sent = await send(ctx, asked)
    const answer = await answerOf(ctx, asked, sent, passed)
    answer.body.once('end', () => ended(sent.answer, true))
    answer.body.once('close', () => answer.body.readableEnded || ended(sent.answer, false))
    return answer
  } catch (error) {
    ended(undefined, false)
    throw error
  }
}

/** On what an action is not granted, by why it is closed. */
const closedOn: Readonly<Record<Closed, string | undefined>> = {
  'no grant': undefined,
  'another resource': 'this resource',
  'whole account': 'all of the account',
}

interface Asked {
  readonly judged: Judged
  readonly row: Use['row']
  readonly request: UseRequest
  readonly view: View
  readonly body: Readable | Buffer | null
}

/** The most that the body of a list that is asked for page by page may be long, in bytes. */
const mostOfList = 1024 * 1024

/** A list that is narrowed is asked for page by page, each time with the whole body. */
async function bodyOf({ body }: UseRequest, view: View): Promise<Readable | Buffer | null> {
  return view.of === 'resources' && body !== null ? readAll(body, mostOfList) : body
}

/** What of an answer that is narrowed the platform must not decide: it does not know what the caller has seen. */
const ofTheWhole = ['if-none-match', 'if-modified-since', 'if-match', 'range']

function send(
  ctx: MemberContext,
  { judged, row, request, view, body }: Asked,
  more: Readonly<Record<string, string>> = {},
): Promise<ForwardedAnswer> {
  const { method, signal } = request
  const kept = Object.entries(forwardedHeaders(request.headers)).filter(
    ([name]) => view.of === 'everything' || !ofTheWhole.includes(name),
  )
  const headers = { ...Object.fromEntries(kept), ...more }
  const repeatable = !judged.route.changes && body === null
  return forward(ctx, { orgId: row.org_id, id: row.id }, { repeatable }, (broker) =>
    broker.forward({ method, path: writeTarget(judged.target), body, headers, signal }),
  )
}

async function answerOf(
  ctx: MemberContext,
  asked: Asked,
  { answer, secrets }: ForwardedAnswer,
  passed: Passed,
): Promise<UseAnswer> {
  const { request, view } = asked
  if (view.of === 'everything') return passOn(answer, secrets, passed)
  const given = request.headers['if-none-match']
  const narrowing = { app: request.app, view, secrets, ifNoneMatch: typeof given === 'string' ? given : undefined }
  const succeeded = answer.status >= 200 && answer.status <= 299
  if (!succeeded || request.method === 'HEAD') return passOn(withoutTag(answer), secrets, passed)
  const first = await jsonOf(answer, request.app)
  if (view.of !== 'resources') return narrowed(answer, first, narrowing, passed)
  const rows: unknown[] = [first]
  for (let next = answer.headers['next-range']; typeof next === 'string'; ) {
    if (rows.length === mostPages) throw answerNotNarrowed(appName(request.app))
    const page = await send(ctx, asked, { range: next })
    if (page.answer.status > 299) return passOn(page.answer, page.secrets, passed)
    rows.push(await jsonOf(page.answer, request.app))
    next = page.answer.headers['next-range']
  }
  return narrowed(answer, rows.flat(), narrowing, passed)
}

/** A list that goes on beyond this many pages is none that can be narrowed. */
const mostPages = 100

/** What an answer without its body says of the whole, which the caller does not see. */
function withoutTag(answer: StreamAnswer): StreamAnswer {
  const kept = Object.entries(answer.headers).filter(([name]) => !['etag', 'content-length'].includes(name))
  return { ...answer, headers: Object.fromEntries(kept) }
}

function statusOf({ status, headers }: StreamAnswer): { status: number; platformRequestId?: string } {
  const id = headers['request-id']
  return { status, ...(typeof id === 'string' ? { platformRequestId: id.slice(0, 256) } : {}) }
}
