import { Readable } from 'node:stream'
import { engines } from '@app-connections/db/testing/engines'
import { describe, expect, it } from 'vitest'
import { type UsePlace, useUses } from '../../test/uses.ts'

describe.each(engines)('a write whose body is held back on %s with the sandbox', (engine) => {
  const test = useUses(engine)

  /** Writes with half a body, of which the rest comes after the caller has lost what they had. */
  async function write(lose: (place: UsePlace) => Promise<unknown>) {
    await test().grant(['config-vars:write'], { on: ['note-g'], keys: ['A'] })
    const reading = Promise.withResolvers<void>()
    const lost = Promise.withResolvers<void>()
    async function* pieces() {
      yield Buffer.from('{"A":')
      reading.resolve()
      await lost.promise
      yield Buffer.from('"late"}')
    }
    const body = Readable.from(pieces(), { objectMode: false })
    const asked = test().ask('PATCH', `/apps/${test().idOf('note-g')}/config-vars`, { body })
    await reading.promise
    await lose(test())
    lost.resolve()
    return asked
  }

  it('reaches nothing once the grant allows another thing', async () => {
    const narrower = await write(({ services, orgId }) =>
      services.db
        .updateTable('grants')
        .set({ keys: ['B_*'] })
        .where('org_id', '=', orgId)
        .execute(),
    )
    expect(narrower).toMatchObject({ status: 403, code: 'grantUsedUp', sent: [] })
  })

  it('reaches nothing once the token or session has ended', async () => {
    const ended = await write(({ services, holder }) =>
      services.db
        .updateTable('auth.session')
        .set({ expiresAt: new Date(0) })
        .where('id', '=', holder.tokenId)
        .execute(),
    )
    expect(ended).toMatchObject({ status: 401, code: 'notSignedIn', sent: [] })
  })
})
