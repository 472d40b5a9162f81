import type { ConnectionRow } from '@app-connections/db'
import { attempt } from '../credentials/attempt.ts'
import { notGranted } from '../failures/broker.ts'
import type { MemberContext } from '../procedure/context.ts'
import { type Judged, named } from './judge.ts'
import type { UseRecord } from './record.ts'
import type { Rights } from './rights.ts'

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/**
 * A request with its resource named by its id, where grants are narrowed to some: a name is asked for at the platform, as
 * a grant holds for what had the name when it was made. Where grants hold for all, the request stays as it is.
 * Errors: 403 (there is none of that name: the answer is that of one that is not granted), and the platform's.
 */
export async function byId(
  ctx: MemberContext,
  { row, rights, record }: { row: ConnectionRow; rights: Rights; record: UseRecord },
  judged: Judged,
): Promise<Judged> {
  const { route, resource } = judged
  if (resource === undefined) return judged
  const actions = [route.action, ...route.includedIn]
  if (actions.every((action) => rights.named(action) === undefined)) return judged
  if (uuid.test(resource)) return named(judged, resource.toLowerCase())
  // No answer is kept for the next request: a name may be given to another app at any moment, and a change that is meant
  // for the new one must not reach the old one, which is granted. Asking is itself part of the use, so its event is
  // stored first.
  await record.asking()
  const id = await attempt(ctx, { orgId: row.org_id, id: row.id }, { repeatable: true }, ({ session, deadline }) =>
    session.broker === undefined ? Promise.resolve(undefined) : session.broker.resolve(resource, deadline),
  )
  if (id === undefined) throw notGranted(route.action, 'this resource')
  return named(judged, id)
}
