import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { startNameServer } from '../test/name-server.ts'
import { type Address, createLookUp, remembering } from './look-up.ts'

describe('a look-up', () => {
  it('finds the addresses of both families, those of IPv4 first', async () => {
    const loopbackOfSix = Buffer.from([...Array(15).fill(0), 1])
    const { server } = await startNameServer({ A: [Buffer.from([192, 0, 2, 7])], AAAA: [loopbackOfSix] })
    expect(await createLookUp({ servers: [server] })('hooks.example.com')).toEqual([
      { address: '192.0.2.7', family: 4 },
      { address: '::1', family: 6 },
    ])
  })

  it('waits for a silent name server once, and lets others go on meanwhile', async () => {
    const silent = await startNameServer('silent')
    const answering = await startNameServer({ A: [Buffer.from([192, 0, 2, 7])] })
    const slow = createLookUp({ servers: [silent.server], timeoutMs: 400 })
    const startedAt = performance.now()
    const waiting = Array.from({ length: 24 }, (_, at) => slow(`slow-${at}.example.com`).catch(() => 'none'))
    expect(await createLookUp({ servers: [answering.server] })('quick.example.com')).toHaveLength(1)
    expect(performance.now() - startedAt).toBeLessThan(300)
    expect(new Set(await Promise.all(waiting))).toEqual(new Set(['none']))
    expect(performance.now() - startedAt).toBeLessThan(3_000)
    expect(silent.asked()).toBeLessThanOrEqual(48)
  })

  it('asks no name server for what the hosts file names, or for this machine', async () => {
    const silent = await startNameServer('silent')
    const dir = await mkdtemp(join(tmpdir(), 'app-connections-hosts-'))
    onTestFinished(() => rm(dir, { recursive: true }))
    const hostsFile = join(dir, 'hosts')
    await writeFile(hostsFile, '# names\n::1 inside  # here\n10.1.2.3\tinside Other.example\nnonsense inside\n')
    const lookUp = createLookUp({ servers: [silent.server], hostsFile })
    expect(await lookUp('Inside.')).toEqual([
      { address: '10.1.2.3', family: 4 },
      { address: '::1', family: 6 },
    ])
    expect(await lookUp('other.EXAMPLE')).toEqual([{ address: '10.1.2.3', family: 4 }])
    expect(await lookUp('app.localhost')).toHaveLength(2)
    expect(silent.asked()).toBe(0)
  })
})

describe('a look-up that remembers', () => {
  function remembered() {
    let now = 0
    let answers: (() => Promise<Address[]>) | undefined
    const asked: string[] = []
    const lookUp = remembering(
      async (name) => {
        asked.push(name)
        return answers?.() ?? [{ address: `192.0.2.${asked.length}`, family: 4 }]
      },
      () => now,
    )
    return {
      asked,
      address: async () => (await lookUp('api.example.com'))[0]?.address,
      pass: (ms: number) => (now += ms),
      fail: () => (answers = () => Promise.reject(new Error('no answer'))),
    }
  }

  it('asks once for calls made at the same time and soon after, and again later', async () => {
    const { asked, address, pass } = remembered()
    expect(await Promise.all([address(), address()])).toEqual(['192.0.2.1', '192.0.2.1'])
    pass(29_000)
    expect(await address()).toBe('192.0.2.1')
    pass(2_000)
    expect(await address()).toBe('192.0.2.2')
    expect(asked).toHaveLength(2)
  })

  it('serves an old answer while there is no new one, and not for ever', async () => {
    const { address, pass, fail } = remembered()
    await address()
    fail()
    pass(60_000)
    expect(await address()).toBe('192.0.2.1')
    pass(3_600_000)
    await expect(address()).rejects.toThrow('no answer')
  })
})
