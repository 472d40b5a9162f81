import { randomUUID } from 'node:crypto'
import { inspect } from 'node:util'
import {
  type App,
  appSchema,
  apps,
  consentMethodOf,
  leaseFactsOf,
  methodFacts,
  resourcesOf,
  syncFactsOf,
} from '@app-connections/schemas'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createHttp, createProviders, type Provider, ProviderError } from '../src/index.ts'
import { type Given, holdsSecret, type Platform, startPlatform } from './platform.ts'

// Asks every provider, against its platform or a stand-in, about each capability that it has.

/** Everything that could be printed of a failure, with its causes. */
const everythingOf = (thrown: unknown) => inspect(thrown, { depth: Number.POSITIVE_INFINITY, showHidden: true })
const deadline = () => AbortSignal.timeout(5_000)

function contract(app: App): void {
  const http = createHttp()
  let platform: Platform
  let provider: Provider
  const connect = async ({ method, credentials }: Given, signal = deadline()) => {
    const connected = await provider.method(method)?.connect?.(credentials, signal)
    if (connected === undefined) throw new Error(`${app} does not connect by ${method}`)
    return connected
  }
  const open = async (input: Given) => provider.open(input.method, (await connect(input)).stored)

  beforeAll(async () => {
    platform = await startPlatform(app)
    provider = createProviders(platform.variables, http).of(app)
  })
  afterAll(async () => {
    await http.close()
    await platform.close()
  })

  it('has the capabilities that its facts promise, and no other', () => {
    for (const { method, by, fields } of apps[app].methods) {
      const way = provider.method(method)
      expect({ method, connects: way?.connect !== undefined, asks: way?.consent !== undefined }).toEqual({
        method,
        connects: by === 'secret',
        asks: by === 'consent',
      })
      expect(Object.keys(fields).length > 0, method).toBe(by === 'secret')
    }
    expect(provider.config !== undefined, 'sets named values').toBe(syncFactsOf(app) !== undefined)
    expect(provider.method('carrier-pigeon')).toBeUndefined()
    expect(() => provider.open('carrier-pigeon', {})).toThrow('carrier-pigeon')
  })

  it('accepts every credential that works, and learns whose it is as far as it may', async () => {
    expect(platform.accepted.length).toBeGreaterThan(0)
    for (const { title, input, account } of platform.accepted) {
      const connected = await connect(input)
      expect(connected.account, title).toEqual(account)
      expect(connected.unverified, title).toBeUndefined()
    }
  })

  it('opens what it has kept, and finds again what it has connected', async () => {
    for (const { title, input, account } of platform.accepted) {
      const { session, refresh, refreshable, revoke, rotation, leasing } = await open(input)
      const { renewed, withdrawn, rotates = false } = methodFacts(app, input.method) ?? {}
      const has = { refreshes: refresh !== undefined, revokes: revoke !== undefined, rotates: rotation !== undefined }
      expect({ refreshable, ...has }, title).toEqual({
        refreshable: renewed,
        refreshes: renewed,
        revokes: withdrawn !== 'never',
        rotates,
      })
      expect((await session.check(deadline())).account, title).toEqual(account)
      expect(leasing !== undefined, title).toBe(leaseFactsOf(app) !== undefined)
      expect(session.resources !== undefined, title).toBe(resourcesOf(app) !== undefined)
    }
  })

  it('lists what is reached, by name', async () => {
    for (const { input } of platform.accepted.slice(0, 1)) {
      const names = (await (await open(input)).session.resources?.(deadline()))?.map(({ name }) => name)
      expect(names).toEqual(names?.toSorted())
      expect(names?.length === 0).toBe(false)
    }
  })

  it('says how many calls are left where it may ask that for free, and what one account is allowed', async () => {
    for (const { input, title } of platform.accepted) {
      const left = await (await open(input)).session.headroom?.(deadline())
      if (typeof left === 'number') expect(left, title).toBeGreaterThan(0)
    }
    if (provider.allowance === undefined) return
    const { callsPerHour, keep, callsPerCheck } = provider.allowance
    expect(callsPerCheck).toBeLessThan(callsPerHour)
    expect(keep).toBeLessThan(callsPerHour)
  })

  it('keeps the secret, and tells two credentials apart by more than the account', async () => {
    const identities = new Set<string>()
    for (const { title, input } of platform.accepted) {
      const { stored, identity } = await connect(input)
      const again = await connect(input)
      expect(holdsSecret(JSON.stringify(stored), input), title).toBe(true)
      expect(again.identity, title).toEqual(identity)
      expect(identity, title).toMatchObject({ app, method: input.method })
      identities.add(JSON.stringify(identity))
    }
    expect(identities.size).toBe(platform.accepted.length)
  })

  it('refuses every credential that does not work, in a sentence of ours, without a word of the secret', async () => {
    expect(platform.refused.length).toBeGreaterThan(0)
    for (const { title, input, sentence } of platform.refused) {
      const thrown: unknown = await connect(input).catch((error: unknown) => error)
      expect(thrown, title).toBeInstanceOf(ProviderError)
      expect(thrown, title).toMatchObject({ failure: 'refused', message: expect.stringMatching(sentence) })
      expect(holdsSecret(everythingOf(thrown), input), title).toBe(false)
    }
  })

  it('parses what it is given by the fields its app declares, and what it opens by its own', async () => {
    for (const { input } of platform.accepted.slice(0, 1)) {
      await expect(connect({ ...input, credentials: {} })).rejects.toMatchObject({ name: 'ZodError' })
      expect(() => provider.open(input.method, {})).toThrow()
    }
  })

  it('makes another credential of the account where it rotates, finds it by its mark and ends it', async () => {
    for (const { input, account } of platform.accepted.slice(0, 1)) {
      const { rotation } = await open(input)
      if (rotation === undefined) return
      const own = await rotation.own(deadline())
      const mark = randomUUID()
      expect(await rotation.find(mark, deadline())).toEqual([])
      const made = await rotation.make(mark, deadline())
      expect(await rotation.find(mark, deadline())).toEqual([made.id])
      expect(own).not.toBe(made.id)
      const other = provider.open(input.method, made.stored)
      expect((await other.session.check(deadline())).account).toEqual(account)
      expect(await other.rotation?.own(deadline())).toBe(made.id)
      const { identity } = await connect(input)
      expect(made.identity).toMatchObject({ app, method: input.method })
      expect(made.identity).not.toEqual(identity)
      for (const _again of [1, 2]) await rotation.end(made.id, deadline())
      await expect(other.session.check(deadline())).rejects.toMatchObject({ failure: 'refused' })
      expect(await rotation.find(mark, deadline())).toEqual([])
      for (const call of [rotation.own, (late: AbortSignal) => rotation.make(mark, late)]) {
        await expect(call(AbortSignal.abort())).rejects.toMatchObject({ failure: 'timed_out' })
      }
    }
  })

  it('makes a credential for somebody else with each scope where it leases, finds it by its mark and ends it', async () => {
    for (const { input } of platform.accepted.slice(0, 1)) {
      const { leasing } = await open(input)
      const { scopes = [], variable = '' } = leaseFactsOf(app) ?? {}
      if (leasing === undefined) return
      expect(variable).toMatch(/^[A-Z][A-Z0-9_]*$/)
      for (const scope of scopes) {
        const mark = randomUUID()
        const made = await leasing.make({ mark, scopes: [scope], seconds: 60 }, deadline())
        expect(await leasing.find(mark, deadline())).toEqual([made.id])
        for (const _again of [1, 2]) await leasing.end(made.id, deadline())
        expect(await leasing.find(mark, deadline())).toEqual([])
      }
      const late = leasing.make({ mark: randomUUID(), scopes: scopes.slice(0, 1), seconds: 60 }, AbortSignal.abort())
      await expect(late).rejects.toMatchObject({ failure: 'timed_out' })
    }
  })

  it('ends every call by a deadline that has passed already', async () => {
    for (const { input } of platform.accepted.slice(0, 1)) {
      const { session, revoke } = await open(input)
      const gone = AbortSignal.abort()
      const calls = [connect(input, gone), session.check(gone), session.resources?.(gone), session.headroom?.(gone)]
      for (const call of [...calls, revoke?.(gone)].filter((each) => each !== undefined)) {
        await expect(call).rejects.toMatchObject({ name: 'ProviderError', failure: 'timed_out' })
      }
    }
  })

  const method = consentMethodOf(app)
  if (method === undefined) return

  it('exchanges a consent, refreshes it and withdraws it', async () => {
    const consent = provider.method(method)?.consent
    if (consent === undefined || platform.consent === undefined) throw new Error(`${app} asks for no consent`)
    expect(await consent.checkClient(deadline())).toBe(true)
    const connected = await consent.exchange(await platform.consent(consent.authorizeUrl('state')), deadline())
    expect(connected.identity).toMatchObject({ app, method })
    const first = provider.open(method, connected.stored)
    expect(first.refreshable).toBe(methodFacts(app, method)?.renewed)
    const fresh = await first.refresh?.(deadline())
    const last = provider.open(method, fresh?.stored ?? connected.stored)
    await last.session.check(deadline())
    const withdrawal = await last.revoke?.(deadline())
    if (withdrawal === 'revoked') {
      await expect(last.session.check(deadline())).rejects.toMatchObject({ failure: 'refused' })
    } else expect(withdrawal).toBe('not_possible')
  })

  it('asks for no consent on a server that is no client of it', async () => {
    const bare = createProviders({}, http).of(app)
    expect(bare.method(method)?.consent).toBeUndefined()
  })
}

describe.each(appSchema.options)('the provider of %s over the sandbox', contract)
