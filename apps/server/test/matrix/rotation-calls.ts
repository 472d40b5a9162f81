import { randomUUID } from 'node:crypto'
import { connectionsPath } from '../rest-family/connections.ts'
import { connectionIn, type MakeCell, type World } from './world.ts'

const app = 'heroku'
const daily = { rotationInterval: 1, rotateAtUtc: { hours: 0, minutes: 0 } }

/** A call about the rotation of a connection, which `prepare` makes ready for it. */
const about =
  (
    verb: string,
    [method, suffix]: readonly [method: string, suffix: string],
    body: Record<string, unknown> | undefined,
    prepare: (world: World, connectionId: string, credentialId: string) => Promise<unknown>,
  ): MakeCell =>
  async (world, scope, _caller, unknown) => {
    const connectionId = unknown ? randomUUID() : connectionIn(world, scope).id
    const credentialId = randomUUID()
    if (!unknown) await prepare(world, connectionId, credentialId)
    return {
      procedure: `appConnections.${verb}`,
      input: { app, connectionId, credentialId, ...body },
      rest: { method, path: `${connectionsPath}/${connectionId}${suffix.replace('{id}', credentialId)}`, body },
      echoed: [connectionId, credentialId],
    }
  }

const set = ({ family }: World, connectionId: string) =>
  family.query('update connections set rotation = $1 where id = $2', [
    JSON.stringify({ ...daily, overlapDays: 1 }),
    connectionId,
  ])

/** The credential that the connection has, once more, in another state. */
const copy =
  (state: 'previous' | 'open') =>
  async (world: World, connectionId: string, credentialId: string): Promise<void> => {
    await set(world, connectionId)
    await world.family.query('delete from rotated_credentials where connection_id = $1', [connectionId])
    await world.family.query(
      `insert into rotated_credentials (id, org_id, connection_id, state, credentials, seal_revision, credentials_hash, due_at)
       select $1, org_id, id, $2, credentials, seal_revision, credentials_hash,
         case when $2 = 'previous' then now() + interval '1 day' end from connections where id = $3`,
      [credentialId, state, connectionId],
    )
  }

export const rotationCalls: Record<string, MakeCell> = {
  'set the rotation': about('setRotation', ['PUT', '/rotation'], daily, async () => {}),
  'stop the rotation': about('stopRotation', ['DELETE', '/rotation'], undefined, set),
  'read the rotation': about('rotation', ['GET', '/rotation'], undefined, async () => {}),
  'rotate now': about('rotateCredentials', ['POST', '/rotate-credentials'], undefined, set),
  'roll back': about('rollBackRotation', ['POST', '/rotation/roll-back'], undefined, copy('previous')),
  'settle a credential': about(
    'settleCredential',
    ['POST', '/rotation/credentials/{id}/settle'],
    { how: 'ended' },
    copy('open'),
  ),
}
