import { randomUUID } from 'node:crypto'
import { hashPassword } from 'better-auth/crypto'
import type { MakeCell, World } from './world.ts'
import { simply } from './world.ts'

const password = randomUUID()
const hash = hashPassword(password)

/** Calls about the caller's own sessions and password. */
export const sessionCalls: Record<string, MakeCell> = {
  "list one's sessions": simply('session.list'),
  "end a session of one's": async (world, _scope, { id }) => {
    const [known] = await world.family.query('select 1 from auth."user" where id = $1', [id])
    // A machine has none; it names somebody's.
    const personId = known === undefined ? (await world.organization.person({ organization: 'member' })).id : id
    return { procedure: 'session.revoke', input: { sessionId: await newSession(world, personId) } }
  },
  "end another's session": async (world) => {
    const { id } = await world.organization.person({ organization: 'member' })
    const sessionId = await newSession(world, id)
    const left = () => world.family.query('select 1 from auth.session where id = $1', [sessionId])
    return {
      procedure: 'session.revoke',
      input: { sessionId },
      happened: async () => (await left()).length === 0,
    }
  },
  "give one's password": async ({ family }, _scope, { id }) => {
    await family.query(`update auth.account set password = $1 where "userId" = $2`, [await hash, id])
    return { procedure: 'session.provePassword', input: { password } }
  },
}

async function newSession({ family }: World, personId: string): Promise<string> {
  const id = randomUUID()
  await family.query(
    `insert into auth.session (id, token, "userId", "expiresAt", "updatedAt") values ($1, $2, $3, now() + interval '1 hour', now())`,
    [id, randomUUID(), personId],
  )
  return id
}
