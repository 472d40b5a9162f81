import type { Readable } from 'node:stream'
import { type ConnectionRow, liveGrantsFor } from '@app-connections/db'
import type { Broker } from '@app-connections/providers'
import { type App, appName } from '@app-connections/schemas'
import { requireFound } from '../connection/find.ts'
import { readToUse } from '../credentials/just-read.ts'
import { changesUsedUp, notGranted } from '../failures/broker.ts'
import { noGrants } from '../failures/grants.ts'
import type { MemberContext } from '../procedure/context.ts'
import { passOn, type UseAnswer } from './answer.ts'
import { readAll } from './body.ts'
import { type Closed, decide, type View } from './decide.ts'
import { judgeFields } from './fields.ts'
import { judge } from './judge.ts'
import type { CallerRights } from './kept-rights.ts'
import { createRecord } from './record.ts'
import { byId } from './resource.ts'
import { sendJudged } from './sending.ts'
import { countedGrants } from './spend.ts'
import { isStreamTarget } from './stream-address.ts'
import { follow, withOurStream } from './streams.ts'
import { judgeValues } from './values.ts'

/** A request of a caller's, as it came. */
export interface UseRequest {
  readonly app: App
  readonly connectionId: string
  readonly method: string
  /** The public address of the platform as the caller sees it: all before `target`. */
  readonly base: string
  /** The raw path and query below the platform, from its first slash on. */
  readonly target: string
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  readonly body: Readable | null
  /** Fires when the caller is gone. */
  readonly signal: AbortSignal
}

/** A request whose connection was found, and what its caller may do there. */
export interface Arrived {
  readonly request: UseRequest
  readonly row: ConnectionRow
  readonly rights: CallerRights
  readonly noteBegun: () => void
}

/**
 * Uses a connection for a caller: judges the request by their grants, records it, sends it on with the credential put in,
 * and gives back what of the answer is granted, without the credential. Nothing is sent where anything is not clear.
 * `noteBegun` is called when the use has an event: how it ends is stored as another one that names it.
 *
 * Errors: 400 (another app; a platform that is not used so; an unclear address or body), 403 (no grant), 404 (the
 * connection; no such route), 405, 429, 502, 503, 504. Statuses of the platform are answers.
 */
export async function use(ctx: MemberContext, request: UseRequest, noteBegun: () => void): Promise<UseAnswer> {
  const { services, member, actor, subject } = ctx
  const found = await readToUse(ctx, member.orgId, request.connectionId)
  subject.connection = found?.row
  const row = requireFound(ctx, found?.row, request, 'read')
  const { broker } = services.providers.of(request.app)
  if (broker === undefined || found === undefined) throw noGrants(request.app)
  const held = { orgId: member.orgId, connectionId: row.id, holderId: actor.id }
  const rights = await services.rights.of(held, found, () =>
    liveGrantsFor(services.db, member.orgId, row.id, { id: actor.id }),
  )
  const arrived = { request, row, rights, noteBegun }
  return isStreamTarget(request.target) ? follow(ctx, broker, arrived) : ask(ctx, broker, arrived)
}

async function ask(ctx: MemberContext, broker: Broker, { request, row, rights, noteBegun }: Arrived) {
  const asked = judge(broker, appName(request.app), request)
  const record = createRecord(ctx, { row, route: asked.route, request, noteBegun })
  return record.during(async () => {
    const judged = await byId(ctx, { row, rights: rights.all, record }, asked)
    const { route, resource } = judged
    const decision = decide(route.changes ? rights.changing : rights.all, route, resource)
    if (!decision.open) {
      if (decide(rights.all, route, resource).open) throw changesUsedUp()
      throw notGranted(route.action, closedOn[decision.why])
    }
    const write = { row, judged, rights: rights.all, view: decision.view, record, signal: request.signal }
    const values = await judgeValues(ctx, write, request.body)
    const fields = await judgeFields(route, request.body)
    if (values !== undefined && 'answered' in values) {
      const { answer, secrets } = values.answered
      return followed(passOn(answer, secrets, record.passed))
    }
    const view = values?.view ?? decision.view
    const signal = await record.sending({ resource, grants: countedGrants(decision, route) })
    const body = values?.send ?? fields ?? (await bodyOf(request, view))
    const { app, method, headers, base } = request
    const toOurStream = withOurStream.bind(undefined, ctx, { row, resource, base })
    return followed(
      await sendJudged(ctx, { app, method, headers, judged, row, view, body, record, signal, toOurStream }),
    )
  })

  function followed(answer: UseAnswer): UseAnswer {
    record.follow(answer.body)
    return answer
  }
}

/** On what an action is not granted, by why it is closed. */
const closedOn: Readonly<Record<Closed, string | undefined>> = {
  'no grant': undefined,
  'another resource': 'this resource',
  'whole account': 'all of the account',
}

/** The most that the body of a list that is asked for page by page may be long, in bytes. */
const mostOfList = 1024 * 1024

/** A list that is narrowed is asked for page by page, each time with the whole body. */
async function bodyOf({ body }: UseRequest, view: View): Promise<Readable | Buffer | null> {
  return view.of === 'resources' && body !== null ? readAll(body, mostOfList) : body
}
