import { randomUUID } from 'node:crypto'
import { insertGrant } from '@app-connections/db'
import { engines } from '@app-connections/db/testing/engines'
import { describe, expect, it } from 'vitest'
import { jsonBody, useUses } from '../../test/uses.ts'

describe.each(engines)('changes that are used up on %s with the sandbox', (engine) => {
  const test = useUses(engine)

  it.each([
    ['of the grant that covers a key', ['B_*']],
    ['of the grant that covers every key', null],
  ])('%s are not had through another grant', async (_words, keys) => {
    const { services, orgId, connectionId, holder, admin, grant, ask } = test()
    await grant(['config-vars:write'], { on: ['note-g'], keys: ['A'] })
    const more = { org_id: orgId, connection_id: connectionId, person_id: holder.id, makers: [admin.id] }
    const terms = { actions: ['config-vars:write'], resources: null, keys, changes_per_day: 1 }
    await insertGrant(services.db, { id: randomUUID(), ...more, ...terms })
    const write = async (values: object) => {
      const { status, code } = await ask('PATCH', '/apps/note-g/config-vars', jsonBody(values))
      return code ?? status
    }
    expect(await write({ B_URL: 'new' })).toBe(200)
    expect(await write({ B_URL: 'newer' })).toBe('changesUsedUp')
    expect(await write({ A: 'new' })).toBe(200)
  })
})
