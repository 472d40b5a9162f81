import { inspect } from 'node:util'
import { type App, appSchema } from '@app-connections/schemas'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createHttp, createProviders, type Provider, ProviderError } from '../src/index.ts'
import { type Platform, platforms } from './platform.ts'

// What is asked of every provider, against its platform or what stands in for it (the sandbox).

/** Everything that could be printed of a failure, its causes included. */
const everythingOf = (thrown: unknown) => inspect(thrown, { depth: Number.POSITIVE_INFINITY, showHidden: true })

function contract<A extends App>(app: A): void {
  const http = createHttp()
  let platform: Platform<A>
  let provider: Provider<A>
  const deadline = () => AbortSignal.timeout(5_000)

  beforeAll(async () => {
    platform = await platforms[app]()
    provider = createProviders(platform.variables, http).of(app)
  })
  afterAll(async () => {
    await http.close()
    await platform.close()
  })

  it('is registered under its own name', () => {
    expect(provider.app).toBe(app)
  })

  it('accepts every credential that works, and learns whose it is as far as it may', async () => {
    expect(platform.accepted.length).toBeGreaterThan(0)
    for (const { title, input, account } of platform.accepted) {
      const connected = await provider.connect(input, deadline())
      expect(connected.account, title).toEqual(account)
    }
  })

  it('keeps the secret, and tells two credentials apart by more than the account', async () => {
    const identities = new Set<string>()
    for (const { title, input } of platform.accepted) {
      const { stored, identity } = await provider.connect(input, deadline())
      const again = await provider.connect(input, deadline())
      expect(platform.holdsSecret(JSON.stringify(stored), input), title).toBe(true)
      expect(again.identity, title).toEqual(identity)
      expect(identity, title).toMatchObject({ app, method: input.method })
      identities.add(JSON.stringify(identity))
    }
    expect(identities.size).toBe(platform.accepted.length)
  })

  it('refuses every credential that does not, in a sentence of ours, without a word of the secret', async () => {
    expect(platform.refused.length).toBeGreaterThan(0)
    for (const { title, input, sentence } of platform.refused) {
      const thrown: unknown = await provider.connect(input, deadline()).catch((error: unknown) => error)
      expect(thrown, title).toBeInstanceOf(ProviderError)
      expect(thrown, title).toMatchObject({ failure: 'refused', message: expect.stringMatching(sentence) })
      expect(platform.holdsSecret(everythingOf(thrown), input), title).toBe(false)
    }
  })

  it('says so where a method is not created here', async () => {
    await expect(provider.connect(platform.notSupported, deadline())).rejects.toMatchObject({
      name: 'ProviderError',
      failure: 'not_supported',
    })
  })

  it('is timed out by a deadline that has passed already', async () => {
    for (const { input } of platform.accepted.slice(0, 1)) {
      await expect(provider.connect(input, AbortSignal.abort())).rejects.toMatchObject({ failure: 'timed_out' })
    }
  })
}

describe.each(appSchema.options)('the provider of %s over the sandbox', contract)
