import type { Server } from 'node:http'
import { BlockList, isIP, isIPv6 } from 'node:net'
import { networkOf } from '@app-connections/api'

export interface ConnectionCap {
  /** The most connections open at once from one network: an IPv4 address, or a /64 of IPv6. */
  readonly perNetwork: number
  /** Addresses without a cap: proxies, since everybody behind one comes from its address. */
  readonly exempt: (address: string) => boolean
}

/** Closes connections beyond the cap before reading from them. */
export function capConnections(server: Server, { perNetwork, exempt }: ConnectionCap): void {
  const open = new Map<string, number>()
  server.on('connection', (socket) => {
    const address = (socket.remoteAddress ?? '').replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '')
    if (exempt(address)) return
    const network = networkOf(address)
    const before = open.get(network) ?? 0
    if (before >= perNetwork) {
      socket.destroy()
      return
    }
    open.set(network, before + 1)
    socket.once('close', () => {
      const left = (open.get(network) ?? 1) - 1
      if (left === 0) open.delete(network)
      else open.set(network, left)
    })
  })
}

/** Whether an address is a trusted proxy, named by address or range, or this machine's own. */
export function isProxy(trusted: readonly string[]): (address: string) => boolean {
  const list = new BlockList()
  for (const entry of ['127.0.0.0/8', '::1', ...trusted]) {
    const [address = '', bits] = entry.split('/')
    if (isIP(address) === 0) continue
    const family = isIPv6(address) ? 'ipv6' : 'ipv4'
    if (bits === undefined) list.addAddress(address, family)
    else list.addSubnet(address, Number(bits), family)
  }
  return (address) => list.check(address, isIPv6(address) ? 'ipv6' : 'ipv4')
}
