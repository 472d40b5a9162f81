import type { Readable } from 'node:stream'
import { writeTarget } from '@app-connections/providers'
import { type App, appName } from '@app-connections/schemas'
import { type ForwardedAnswer, forward } from '../credentials/forward.ts'
import { answerNotNarrowed } from '../failures/broker.ts'
import type { MemberContext } from '../procedure/context.ts'
import { createGrantedList, jsonOf, narrowed, passNarrowed, passOn, rewritten, type UseAnswer } from './answer.ts'
import type { View } from './decide.ts'
import { forwardedHeaders } from './headers.ts'
import type { Judged } from './judge.ts'
import type { UseRecord } from './record.ts'
import type { Use } from './spend.ts'

/** A judged request as it is sent. */
export interface Sending {
  readonly app: App
  readonly method: string
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  readonly judged: Judged
  readonly row: Use['row']
  readonly view: View
  readonly body: Readable | Buffer | null
  readonly record: UseRecord
  readonly signal: AbortSignal
  /** Our JSON of an answer that says where a stream is. */
  readonly toOurStream: (json: unknown, streams: ForwardedAnswer['streams']) => Promise<unknown>
}

/** What of an answer that is narrowed the platform must not decide: it does not know what the caller has seen. */
const ofTheWhole = ['if-none-match', 'if-modified-since', 'if-match', 'range']

/** A list that goes on beyond this many pages is none that can be narrowed. */
const mostPages = 100

/** Sends a judged request and gives back what of its answer the caller sees. Errors: 404, 502, 503, 504. */
export async function sendJudged(ctx: MemberContext, sending: Sending): Promise<UseAnswer> {
  const { app, view, record } = sending
  const { answer, secrets, streams } = await send(ctx, sending)
  if (view.of === 'everything') return passOn(answer, secrets, record.passed)
  const given = sending.headers['if-none-match']
  const narrowing = { app, view, secrets, ifNoneMatch: typeof given === 'string' ? given : undefined }
  const succeeded = answer.status >= 200 && answer.status <= 299
  if (!succeeded || sending.method === 'HEAD') return passNarrowed(answer, secrets, record.passed)
  const first = await jsonOf(answer, app)
  if (view.of === 'stream') {
    return rewritten(answer, await sending.toOurStream(first, streams), secrets, record.passed)
  }
  if (view.of !== 'resources') return narrowed(answer, first, narrowing, record.passed)
  const list = createGrantedList(app, view)
  list.add(first)
  let pages = 1
  for (let next = answer.headers['next-range']; typeof next === 'string'; pages += 1) {
    if (pages === mostPages) throw answerNotNarrowed(appName(app))
    const page = await send(ctx, sending, { range: next })
    if (page.answer.status > 299) return passNarrowed(page.answer, page.secrets, record.passed)
    list.add(await jsonOf(page.answer, app))
    next = page.answer.headers['next-range']
  }
  return narrowed(answer, list.rows, narrowing, record.passed)
}

async function send(
  ctx: MemberContext,
  { method, judged, row, view, body, headers, record, signal }: Sending,
  more: Readonly<Record<string, string>> = {},
): Promise<ForwardedAnswer> {
  const kept = Object.entries(forwardedHeaders(headers)).filter(
    ([name]) => view.of === 'everything' || !ofTheWhole.includes(name),
  )
  const repeatable = !judged.route.changes && body === null
  const sent = await forward(ctx, { orgId: row.org_id, id: row.id, row }, { repeatable }, (broker) =>
    broker.forward({
      method,
      path: writeTarget(judged.target),
      body,
      headers: { ...Object.fromEntries(kept), ...more },
      signal,
    }),
  )
  record.answered(sent.answer)
  return sent
}
