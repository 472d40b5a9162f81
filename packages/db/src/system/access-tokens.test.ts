import { randomBytes, randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { engines, useMigratedDatabase } from '../../test/engines.ts'
import { newIdentity, newOrganization } from '../../test/rows.ts'
import { insertAccessToken, selectAccessTokens } from '../identities/secrets.ts'
import { recordTokenUses } from './access-tokens.ts'

describe.each(engines)('noting uses of tokens on %s', (engine) => {
  const database = useMigratedDatabase(engine)
  const at = (seconds: number) => new Date(1_800_000_000_000 + seconds * 1000)

  async function tokens(count: number) {
    const { kysely } = database()
    const orgId = await newOrganization(kysely)
    const { id: identityId } = await newIdentity(kysely, orgId)
    const ids = Array.from({ length: count }, () => randomUUID())
    for (const id of ids) {
      const row = { id, org_id: orgId, identity_id: identityId, token_hash: randomBytes(32), ttl: 60 }
      await insertAccessToken(kysely, { ...row, expiresIn: 60, maxExpiresIn: 60 })
    }
    const used = async () => {
      const rows = await selectAccessTokens(kysely, orgId, identityId)
      return ids.map((id) => rows.find((row) => row.id === id)?.last_used_at)
    }
    return { ids, used }
  }

  it('keeps the latest time of each, and passes over one that is gone', async () => {
    const { ids, used } = await tokens(3)
    const [first = '', second = ''] = ids
    expect(await used()).toEqual([null, null, null])
    const gone = { id: randomUUID(), at: at(1) }
    await recordTokenUses(database().kysely, [{ id: first, at: at(5) }, gone, { id: second, at: at(2) }])
    await recordTokenUses(database().kysely, [
      { id: second, at: at(7) },
      { id: first, at: at(4) },
    ])
    expect(await used()).toEqual([at(5), at(7), null])
  })

  it('several times at once, in any order, leaves every token with its latest time', async () => {
    const { ids, used } = await tokens(40)
    const rounds = Array.from({ length: 8 }, (_, round) => {
      const uses = ids.map((id) => ({ id, at: at(round) }))
      return recordTokenUses(database().kysely, round % 2 === 0 ? uses : uses.toReversed())
    })
    await Promise.all(rounds)
    expect(await used()).toEqual(ids.map(() => at(7)))
  })
})
