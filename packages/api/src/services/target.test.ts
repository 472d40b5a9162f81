import type { LookUp } from '@app-connections/providers'
import fc from 'fast-check'
import ipaddr from 'ipaddr.js'
import { describe, expect, it } from 'vitest'
import { resolveTarget, type TargetRules } from './target.ts'

const strict: TargetRules = { allowHttp: false, allowCidrs: [] }
const nowhere: LookUp = async () => {
  throw new Error('no look-up was expected')
}
const leadsTo = (...addresses: string[]): LookUp => {
  return async () => addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))
}
const reason = (url: string, lookUp: LookUp = nowhere, rules = strict) =>
  resolveTarget(new URL(url), rules, lookUp).then(
    (addresses) => `goes to ${addresses.map(({ address }) => address).join(' or ')}`,
    (error: Error) => error.message,
  )

describe('the address of a webhook', () => {
  it.each([
    ['https://127.0.0.1/', 'loopback'],
    ['https://2130706433/', 'loopback'],
    ['https://0177.0.0.1/', 'loopback'],
    ['https://017700000001/', 'loopback'],
    ['https://0x7f000001/', 'loopback'],
    ['https://0x7f.0.0.0x1/', 'loopback'],
    ['https://127.1/', 'loopback'],
    ['https://127.0.0.1./', 'loopback'],
    ['https://１２７.0.0.1/', 'loopback'],
    ['https://0.0.0.0/', 'unspecified'],
    ['https://0/', 'unspecified'],
    ['https://10.1.2.3/', 'private'],
    ['https://172.16.0.1/', 'private'],
    ['https://192.168.1.1/', 'private'],
    ['https://3232235777/', 'private'],
    ['https://169.254.169.254/latest/meta-data', 'linkLocal'],
    ['https://0xa9fea9fe/', 'linkLocal'],
    ['https://100.64.0.1/', 'carrierGradeNat'],
    ['https://192.0.2.1/', 'reserved'],
    ['https://198.18.0.1/', 'reserved'],
    ['https://224.0.0.1/', 'multicast'],
    ['https://240.0.0.1/', 'reserved'],
    ['https://255.255.255.255/', 'broadcast'],
    ['https://[::1]/', 'loopback'],
    ['https://[::]/', 'unspecified'],
    ['https://[::ffff:127.0.0.1]/', 'ipv4Mapped'],
    ['https://[::ffff:7f00:1]/', 'ipv4Mapped'],
    ['https://[::ffff:8.8.8.8]/', 'ipv4Mapped'],
    ['https://[::127.0.0.1]/', 'reserved'],
    ['https://[64:ff9b::7f00:1]/', 'rfc6052'],
    ['https://[64:ff9b:1::7f00:1]/', 'rfc6052'],
    ['https://[fc00::1]/', 'uniqueLocal'],
    ['https://[fd12:3456::1]/', 'uniqueLocal'],
    ['https://[fe80::1]/', 'linkLocal'],
    ['https://[ff02::1]/', 'multicast'],
    ['https://[2002:7f00:1::]/', '6to4'],
    ['https://[2001:db8::1]/', 'reserved'],
    ['https://[2001::1]/', 'teredo'],
    ['https://[100::1]/', 'discard'],
    ['https://[4000::1]/', 'reserved'],
  ])('%s is refused as %s', async (url, kind) => {
    expect(await reason(url)).toMatch(/is or leads to an address that is not public/)
    expect(await reason(url)).toContain(`(${kind})`)
  })

  it('is refused where a name leads to one that is not public, alone or among others', async () => {
    for (const addresses of [['127.0.0.1'], ['8.8.8.8', '10.0.0.1'], ['2606:4700::1111', '::1'], ['::ffff:10.0.0.1']]) {
      const said = await reason('https://hooks.example.com/', leadsTo(...addresses))
      expect(said).toMatch(/^The address hooks\.example\.com is or leads to an address that is not public/)
      // Users of this service must not learn the addresses of names in the operator's network.
      for (const address of addresses) expect(said).not.toContain(address)
    }
  })

  it('is refused where a name leads nowhere, in a sentence', async () => {
    expect(await reason('https://hooks.example.com/', nowhere)).toMatch(/leads nowhere: the name could not be resolved/)
    expect(await reason('https://hooks.example.com/', leadsTo())).toMatch(/leads nowhere: the name has no address/)
    expect(await reason('https://hooks.example.com/', leadsTo('nonsense'))).toContain('(unreadable)')
  })

  it('is refused with http, unless the operator allows that', async () => {
    expect(await reason('http://hooks.example.com/', leadsTo('8.8.8.8'))).toMatch(/^Use https/)
    const rules = { ...strict, allowHttp: true }
    expect(await reason('http://hooks.example.com/', leadsTo('8.8.8.8'), rules)).toBe('goes to 8.8.8.8')
    expect(await reason('ftp://hooks.example.com/', leadsTo('8.8.8.8'), rules)).toMatch(/^Use https/)
  })

  it('is taken where it is public', async () => {
    expect(await reason('https://8.8.8.8/')).toBe('goes to 8.8.8.8')
    expect(await reason('https://[2606:4700:4700::1111]/')).toBe('goes to 2606:4700:4700::1111')
    expect(await reason('https://hooks.example.com/', leadsTo('2606:4700::1111', '1.1.1.1'))).toBe(
      'goes to 2606:4700::1111 or 1.1.1.1',
    )
  })

  it('may be in a range that the operator allows, and nowhere beside it', async () => {
    const rules = { ...strict, allowCidrs: ['10.2.0.0/16', 'fd00::/8'] }
    expect(await reason('https://10.2.3.4/', nowhere, rules)).toBe('goes to 10.2.3.4')
    expect(await reason('https://[fd00::7]/', nowhere, rules)).toBe('goes to fd00::7')
    expect(await reason('https://10.3.0.1/', nowhere, rules)).toContain('(private)')
    expect(await reason('https://[::ffff:10.2.3.4]/', nowhere, rules)).toContain('(ipv4Mapped)')
  })

  it('is never one of a private range, however an IPv4 address is spelt', async () => {
    const inPrivate = fc
      .tuple(fc.constantFrom(10, 127, 0), fc.nat(255), fc.nat(255), fc.nat(255))
      .map(([a, b, c, d]) => ((a << 24) | (b << 16) | (c << 8) | d) >>> 0)
    const spell = fc.constantFrom(
      (n: number) => String(n),
      (n: number) => `0x${n.toString(16)}`,
      (n: number) => `0${n.toString(8)}`,
      (n: number) => ipaddr.fromByteArray([n >>> 24, (n >>> 16) & 255, (n >>> 8) & 255, n & 255]).toString(),
      (n: number) => `[::ffff:${(n >>> 16).toString(16)}:${(n & 0xffff).toString(16)}]`,
      (n: number) => `0x${(n >>> 24).toString(16)}.${n & 0xffffff}`,
    )
    await fc.assert(
      fc.asyncProperty(inPrivate, spell, async (number, spelling) => {
        expect(await reason(`https://${spelling(number)}/`)).toContain('not public')
      }),
    )
  })
})
