import { describe, expect, it } from 'vitest'
import { createDataKey, createFingerprintKey, createKeyring, open, type StoredOrgKeys, seal } from '../src/index.ts'
import { flip, kek, otherKek } from './arbitraries.ts'

function keysOf(orgId: string): StoredOrgKeys {
  return {
    dataKeys: [createDataKey(kek, orgId), createDataKey(kek, orgId)],
    fingerprintKey: createFingerprintKey(kek, orgId),
  }
}

/** A keyring over stored keys, with a clock to turn and a count of loads. */
function setUp(options: { maxOrgs?: number; kek?: typeof kek } = {}) {
  const stored = new Map(['a', 'b', 'c'].map((orgId) => [orgId, keysOf(orgId)]))
  const clock = { now: 0 }
  const loads: string[] = []
  const keyring = createKeyring({
    kek,
    ttlMs: 1_000,
    now: () => clock.now,
    load: async (orgId) => {
      loads.push(orgId)
      return stored.get(orgId)
    },
    ...options,
  })
  return { keyring, stored, clock, loads }
}

describe('a keyring', () => {
  it('opens with every key of the organization and seals with the newest', async () => {
    const { keyring, stored } = setUp()
    const keys = await keyring.forOrg('a')
    const ids = stored.get('a')?.dataKeys.map((key) => key.id) ?? []
    expect(keys.current.id).toBe(ids[0])
    const context = { purpose: 'p', orgId: 'a', recordId: 'r', revision: 0 }
    for (const id of ids) {
      const key = keys.byId(id)
      expect(key && open(keys.byId, context, seal(key, context, Buffer.from(id)))).toEqual(Buffer.from(id))
      expect(keys.byId(id)).toBe(key)
    }
    expect(keys.byId(createDataKey(kek, 'a').id)).toBeUndefined()
    expect(keyring.kek).toBe(kek)
  })

  it('loads once for any number of callers at once, and not again until the time is up', async () => {
    const { keyring, clock, loads } = setUp()
    const [first, ...others] = await Promise.all(Array.from({ length: 100 }, () => keyring.forOrg('a')))
    expect(others.every((keys) => keys === first)).toBe(true)
    clock.now = 999
    await keyring.forOrg('a')
    expect(loads).toEqual(['a'])
    clock.now = 1_000
    expect(await keyring.forOrg('a')).not.toBe(first)
    expect(loads).toEqual(['a', 'a'])
  })

  it('keeps organizations apart', async () => {
    const { keyring, loads } = setUp()
    const [a, b] = await Promise.all([keyring.forOrg('a'), keyring.forOrg('b')])
    expect(loads).toEqual(['a', 'b'])
    expect(a.byId(b.current.id)).toBeUndefined()
  })

  it('does not keep a failure', async () => {
    const { keyring, stored, loads } = setUp()
    await expect(keyring.forOrg('new')).rejects.toThrow(expect.objectContaining({ code: 'no-keys' }))
    stored.set('new', { ...keysOf('new'), dataKeys: [] })
    await expect(keyring.forOrg('new')).rejects.toThrow(expect.objectContaining({ code: 'no-keys' }))
    stored.set('new', keysOf('new'))
    await expect(keyring.forOrg('new')).resolves.toBeDefined()
    expect(loads).toEqual(['new', 'new', 'new'])
  })

  it('passes on what the loading rejects with, to everyone who waits, and then loads again', async () => {
    let attempts = 0
    const keyring = createKeyring({
      kek,
      load: async (orgId) => {
        attempts++
        if (attempts === 1) throw new Error('database gone')
        return keysOf(orgId)
      },
    })
    const both = await Promise.allSettled([keyring.forOrg('a'), keyring.forOrg('a')])
    expect(both.map((result) => result.status === 'rejected' && result.reason.message)).toEqual([
      'database gone',
      'database gone',
    ])
    await keyring.forOrg('a')
    expect(attempts).toBe(2)
  })

  it('loads again what it was asked to forget, also while it was loading', async () => {
    const { keyring, stored, loads } = setUp()
    const before = stored.get('a')?.dataKeys[0]?.id
    const early = keyring.forOrg('a')
    stored.set('a', keysOf('a'))
    keyring.forget('a')
    const late = await keyring.forOrg('a')
    expect((await early).current.id).toBe(before)
    expect(late.current.id).not.toBe(before)
    expect(await keyring.forOrg('a')).toBe(late)
    expect(loads).toEqual(['a', 'a'])
  })

  it('keeps no more organizations than asked, and drops the least recently used', async () => {
    const { keyring, loads } = setUp({ maxOrgs: 2 })
    await keyring.forOrg('a')
    await keyring.forOrg('b')
    await keyring.forOrg('a')
    await keyring.forOrg('c')
    await keyring.forOrg('a')
    expect(loads).toEqual(['a', 'b', 'c'])
    await keyring.forOrg('b')
    expect(loads).toEqual(['a', 'b', 'c', 'b'])
  })

  it('names a wrong key-encryption key', async () => {
    const { keyring } = setUp({ kek: otherKek })
    await expect(keyring.forOrg('a')).rejects.toThrow(expect.objectContaining({ code: 'wrong-key' }))
  })

  it('goes on opening and sealing with the other keys when an older one is damaged', async () => {
    const { keyring, stored } = setUp()
    const { dataKeys, fingerprintKey } = keysOf('a')
    const [newest, older] = dataKeys
    if (newest === undefined || older === undefined) return expect.unreachable()
    stored.set('a', { dataKeys: [newest, { ...older, wrapped: flip(older.wrapped, 40, 1) }], fingerprintKey })
    const keys = await keyring.forOrg('a')
    expect(keys.byId(newest.id)).toBe(keys.current)
    expect(() => keys.byId(older.id)).toThrow(expect.objectContaining({ code: 'damaged' }))
  })
})
