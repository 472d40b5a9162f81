import { Resolver } from 'node:dns/promises'
import { readFile } from 'node:fs/promises'
import { isIP } from 'node:net'

/** An address of a name. */
export interface Address {
  readonly address: string
  readonly family: 4 | 6
}

/** All addresses of a name, those of IPv4 first. Rejects where there is none. */
export type LookUp = (name: string) => Promise<readonly Address[]>

export interface LookUpOptions {
  /** The name servers, for example 127.0.0.1:53; by default those of the system. */
  readonly servers?: readonly string[]
  /** How long a name server may take, in milliseconds, by default 2 s. It is asked once. */
  readonly timeoutMs?: number
  /** The file with names that need no name server. */
  readonly hostsFile?: string
}

/**
 * Look-ups without a thread: the system's own take one of four that the whole process shares, for as long as a name
 * server takes. Names in the hosts file, and those below `localhost` (RFC 6761, 6.3), ask no name server.
 */
export function createLookUp(options: LookUpOptions = {}): LookUp {
  const { servers, timeoutMs = 2_000, hostsFile = '/etc/hosts' } = options
  const resolver = new Resolver({ timeout: timeoutMs, maxTimeout: timeoutMs, tries: 1 })
  if (servers !== undefined) resolver.setServers(servers)
  return async (given) => {
    const name = given.toLowerCase().replace(/\.$/, '')
    const known = await fromHostsFile(hostsFile, name)
    if (known.length > 0) return known
    if (name === 'localhost' || name.endsWith('.localhost')) return loopback
    const [four, six] = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)])
    const found = [...addresses(four, 4), ...addresses(six, 6)]
    if (found.length === 0 && four.status === 'rejected') throw four.reason
    return found
  }
}

const loopback: readonly Address[] = [
  { address: '127.0.0.1', family: 4 },
  { address: '::1', family: 6 },
]

function addresses(answer: PromiseSettledResult<string[]>, family: 4 | 6): Address[] {
  return answer.status === 'fulfilled' ? answer.value.map((address) => ({ address, family })) : []
}

async function fromHostsFile(file: string, name: string): Promise<readonly Address[]> {
  const text = await readFile(file, 'utf8').catch(() => '')
  const found = text.split('\n').flatMap((line): Address[] => {
    const [address = '', ...names] = line.replace(/#.*/, '').trim().split(/\s+/)
    const family = isIP(address)
    return (family === 4 || family === 6) && names.some((each) => each.toLowerCase() === name)
      ? [{ address, family }]
      : []
  })
  return found.toSorted((one, other) => one.family - other.family)
}

/** In milliseconds: how long an answer is fresh, and how long it is used while no name server answers. */
const freshMs = 30_000
const staleMs = 3_600_000

/**
 * Caches look-ups, for the few hosts that all calls go to. Calls at the same time share a look-up, and an old answer is
 * used while name servers are silent.
 */
export function remembering(lookUp: LookUp, now: () => number = performance.now.bind(performance)): LookUp {
  const known = new Map<string, { at: number; addresses: readonly Address[] }>()
  const asked = new Map<string, Promise<readonly Address[]>>()

  async function ask(name: string): Promise<readonly Address[]> {
    const last = known.get(name)
    try {
      const addresses = await lookUp(name)
      known.set(name, { at: now(), addresses })
      return addresses
    } catch (error) {
      if (last !== undefined && now() - last.at < staleMs) return last.addresses
      throw error
    } finally {
      asked.delete(name)
    }
  }

  return async (name) => {
    const last = known.get(name)
    if (last !== undefined && now() - last.at < freshMs) return last.addresses
    const pending = asked.get(name) ?? ask(name)
    asked.set(name, pending)
    return pending
  }
}
