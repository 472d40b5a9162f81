import { randomBytes, randomInt, randomUUID } from 'node:crypto'
import { tokenHash } from '@app-connections/db'
import { insertDeviceLogin } from '@app-connections/db/system'
import { userCodeLength, userCodeLetters } from '@app-connections/schemas'
import type { Somebody } from '../rest-family/family.ts'
import { type MakeCell, simply, type World } from './world.ts'

/** A decision about a program that asks to act for somebody. */
const about =
  (procedure: string, decided?: string): MakeCell =>
  async (world) => {
    const userCode = Array.from({ length: userCodeLength }, () => userCodeLetters[randomInt(userCodeLetters.length)])
    const id = randomUUID()
    await insertDeviceLogin(world.family.db, {
      ...{ id, deviceHash: randomBytes(32), userHash: tokenHash(userCode.join('')), name: 'deploy-script' },
      ...{ address: '192.0.2.1', expiresIn: 600, pause: 5 },
    })
    const found = () => world.family.query(`select 1 from device_logins where id = $1 and ${decided}`, [id])
    return {
      procedure,
      input: { userCode: userCode.join('') },
      ...(decided === undefined ? {} : { happened: async () => (await found()).length === 1 }),
    }
  }

/** The end of a personal token, of the caller's or of another's. */
const ending =
  (own: boolean): MakeCell =>
  async (world, _scope, caller, unknown) => {
    const owner = own && caller.kind === 'person' ? caller : await world.organization.person({ organization: 'member' })
    const personalTokenId = unknown ? randomUUID() : await newToken(world, owner)
    const left = () => world.family.query('select 1 from personal_tokens where id = $1', [personalTokenId])
    return {
      procedure: 'personalTokens.revoke',
      input: { personalTokenId },
      echoed: [personalTokenId],
      happened: async () => (await left()).length === 0,
    }
  }

async function newToken({ family }: World, { id, tokenId }: Somebody): Promise<string> {
  const tokenOf = randomUUID()
  await family.query(
    `insert into personal_tokens (id, org_id, person_id, session_id, token_hash, name, expires_at)
     select $1, org_id, $2, $3, $4, 'deploy-script', now() + interval '1 hour' from memberships
     where person_id = $2 and project_id is null`,
    [tokenOf, id, tokenId, randomBytes(32)],
  )
  return tokenOf
}

/** Calls about programs that act for the caller. */
export const programCalls: Record<string, MakeCell> = {
  'look at a program': about('deviceLogins.find'),
  'let a program act': about('deviceLogins.confirm', 'person_id is not null'),
  'refuse a program': about('deviceLogins.deny', 'denied'),
  "list one's programs": simply('personalTokens.list'),
  "end a program of one's": ending(true),
  "end another's program": ending(false),
}
