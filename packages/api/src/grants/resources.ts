import type { ConnectionRow, GrantRow } from '@app-connections/db'
import type { Resource } from '@app-connections/providers'
import { type App, appName } from '@app-connections/schemas'
import { recordOpened } from '../connection/opened.ts'
import { attempt } from '../credentials/attempt.ts'
import { nothingToList } from '../failures/connections.ts'
import { mistake, requireNone } from '../failures/mistakes.ts'
import type { MemberContext } from '../procedure/context.ts'

/**
 * The resources that a caller names by id or by name, with the ids that they have now: a grant keeps the ids. Those that
 * are known already, as the resources of a parent are, need no look at the platform. Errors: 422 (names that are none),
 * 400 (the platform has none, or refuses the credential), 502, 503, 504.
 */
export async function resolveResources(
  ctx: MemberContext,
  connection: ConnectionRow,
  { app, named, known }: { app: App; named: readonly string[]; known: GrantRow['resources'] },
): Promise<Resource[]> {
  const all = known ?? (await listResources(ctx, connection, app))
  const found = named.map((text) => all.find(({ id }) => id === text) ?? all.find(({ name }) => name === text))
  requireNone(
    found.flatMap((resource, at) =>
      resource === undefined ? [mistake(['apps', at], unknownWords(app, `${named[at]}`, known !== null))] : [],
    ),
  )
  const resources = new Map(found.flatMap((each) => (each === undefined ? [] : [[each.id, each] as const])))
  return [...resources.values()].map(({ id, name }) => ({ id, name }))
}

function unknownWords(app: App, name: string, ofParent: boolean): string {
  return ofParent
    ? `The parent grant does not reach ${name}`
    : `The connection reaches nothing at ${appName(app)} that is called ${name}`
}

async function listResources(ctx: MemberContext, connection: ConnectionRow, app: App): Promise<Resource[]> {
  await recordOpened(ctx, connection, 'appConnections.apps')
  const ref = { orgId: connection.org_id, id: connection.id }
  return attempt(ctx, ref, { repeatable: true }, ({ session, deadline }) => {
    if (session.resources === undefined) throw nothingToList(app)
    return session.resources(deadline)
  })
}
