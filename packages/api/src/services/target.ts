import { isIP } from 'node:net'
import type { Address, LookUp } from '@app-connections/providers'
import ipaddr from 'ipaddr.js'

/** Where deliveries may go, besides public addresses with https. The operator sets it. */
export interface TargetRules {
  readonly allowHttp: boolean
  /** Ranges such as 10.0.0.0/8. */
  readonly allowCidrs: readonly string[]
}

/** A delivery cannot go to an address. The message is a sentence for whoever gave it. */
export class TargetError extends Error {
  override readonly name = 'TargetError'
}

/** The IPv6 addresses of the public net (RFC 4291, 2.4; IANA's registry). */
const globalUnicast = ipaddr.parseCIDR('2000::/3')

/**
 * The addresses to connect to; where one fails, another may work. Only this call resolves the name, so that a later
 * answer of the name server changes nothing. Every address of the name must be public. Rejects with `TargetError`.
 */
export async function resolveTarget(url: URL, rules: TargetRules, lookUp: LookUp): Promise<readonly Address[]> {
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && rules.allowHttp)) {
    throw new TargetError('Use https: the operator of this service does not allow plain http')
  }
  if (url.username !== '' || url.password !== '')
    throw new TargetError('Leave user name and password out of the address')
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
  const addresses = await addressesOf(host, lookUp)
  for (const { address } of addresses) {
    const kind = kindOf(address, rules)
    if (kind !== 'public')
      throw new TargetError(`The address ${host} is or leads to an address that is not public (${kind})`)
  }
  if (addresses.length === 0) throw new TargetError(`${host} leads nowhere: the name has no address`)
  return addresses
}

async function addressesOf(host: string, lookUp: LookUp): Promise<readonly Address[]> {
  // The URL parser has already normalized every spelling of an IPv4 address (decimal, octal, hexadecimal).
  const family = isIP(host)
  if (family === 4 || family === 6) return [{ address: host, family }]
  try {
    return await lookUp(host)
  } catch {
    throw new TargetError(`${host} leads nowhere: the name could not be resolved`)
  }
}

/** `public`, or the kind of an address that is not. */
function kindOf(text: string, rules: TargetRules): string {
  if (!ipaddr.isValid(text)) return 'unreadable'
  const address = ipaddr.parse(text)
  if (rules.allowCidrs.some((cidr) => within(address, cidr))) return 'public'
  const range = address.range()
  if (range !== 'unicast') return range
  return address.kind() === 'ipv4' || within(address, globalUnicast) ? 'public' : 'reserved'
}

function within(address: ipaddr.IPv4 | ipaddr.IPv6, range: string | [ipaddr.IPv4 | ipaddr.IPv6, number]): boolean {
  const [base, bits] = typeof range === 'string' ? ipaddr.parseCIDR(range) : range
  return base.kind() === address.kind() && address.match(base, bits)
}
