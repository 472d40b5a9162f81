import type { Broker, BrokerSession } from '@app-connections/providers'
import { appName, appSchema } from '@app-connections/schemas'
import { brokerFor } from '../credentials/forward.ts'
import { answerNotNarrowed, notGranted, unknownStream, wrongRouteVerb } from '../failures/broker.ts'
import type { MemberContext } from '../procedure/context.ts'
import { passOn, type UseAnswer } from './answer.ts'
import { decide } from './decide.ts'
import { streamHeaders } from './headers.ts'
import { createRecord } from './record.ts'
import { countedGrants } from './spend.ts'
import { openStream, sealStream } from './stream-address.ts'
import type { Arrived } from './use.ts'

/** The JSON of an answer that says where a stream is, with our address in the place of the platform's. Errors: 502. */
export async function withOurStream(
  ctx: MemberContext,
  { row, resource, base }: { row: Arrived['row']; resource: string | undefined; base: string },
  json: unknown,
  streams: BrokerSession['streams'],
): Promise<unknown> {
  const found = streams?.find(json)
  if (found === undefined) throw answerNotNarrowed(appName(appSchema.parse(row.app)))
  return found.replacedBy(`${base}${await sealStream(ctx, row, { url: found.url, resource })}`)
}

/**
 * Opens a stream by its address, as often as the caller comes back with it: each time is a use, judged by what their
 * grants are then. It ends with the grant. Errors: 403, 404 (the address), 405, and those of the way to the platform.
 */
export async function follow(ctx: MemberContext, broker: Broker, arrived: Arrived): Promise<UseAnswer> {
  const { request, row, rights, noteBegun } = arrived
  if (request.method !== 'GET') throw wrongRouteVerb(appName(request.app), ['GET'])
  const route = broker.routes.find(({ answer }) => answer === 'stream')
  const place = await openStream(ctx, row, request.target)
  if (place === undefined || route === undefined) throw unknownStream()
  const record = createRecord(ctx, { row, route, request, noteBegun })
  return record.during(async () => {
    const decision = decide(rights.all, route, place.resource)
    if (!decision.open) throw notGranted(route.action, undefined)
    const signal = await record.sending({ resource: place.resource, grants: countedGrants(decision, route) })
    const { streams, secrets } = await brokerFor(ctx, { orgId: row.org_id, id: row.id })
    if (streams === undefined) throw unknownStream()
    const answer = await streams.open({ url: place.url, headers: streamHeaders(request.headers), signal })
    record.answered(answer)
    const passing = passOn(answer, secrets, record.passed)
    record.follow(passing.body)
    return passing
  })
}
