import { Agent, buildConnector, type Dispatcher, EnvHttpProxyAgent } from 'undici'
import type { Address, LookUp } from './look-up.ts'
import { readingFirst } from './reading-socket.ts'

/** The forward proxies of the environment, as HTTPS_PROXY, HTTP_PROXY and NO_PROXY name them. */
export interface ForwardProxies {
  readonly https?: string | undefined
  readonly http?: string | undefined
  readonly no?: string | undefined
}

/** How calls leave this process. */
export interface WayOut {
  dispatcherFor(url: URL): Dispatcher
  close(): Promise<void>
}

/**
 * Uses the operator's forward proxies, where there are any, but never for this machine itself. `lookUp` resolves the
 * names of direct calls; the proxy resolves those of proxied ones. `connections` is the most at once to one platform:
 * calls beyond wait.
 */
export function createWayOut(lookUp: LookUp, proxies: ForwardProxies = {}, connections = 64): WayOut {
  const options = {
    connections,
    pipelining: 1,
    keepAliveTimeout: 30_000,
    connect: { lookup: forSockets(lookUp), autoSelectFamily: true },
  }
  const direct = new Agent({ ...options, connect: readingFirst(buildConnector(options.connect)) })
  // Empty text where nothing is set, because undefined would make it read the environment itself.
  const proxied =
    proxies.https === undefined && proxies.http === undefined
      ? direct
      : new EnvHttpProxyAgent({
          ...options,
          httpProxy: proxies.http ?? '',
          httpsProxy: proxies.https ?? '',
          noProxy: proxies.no ?? '',
        })
  return {
    dispatcherFor: ({ hostname }) => (isThisMachine(hostname) ? direct : proxied),
    async close() {
      await Promise.all([direct, ...(proxied === direct ? [] : [proxied])].map((agent) => agent.close()))
    },
  }
}

function isThisMachine(hostname: string): boolean {
  return /^(?:(?:.+\.)?localhost|127(?:\.\d+){3}|\[::1\])$/.test(hostname)
}

/** The look-up in the form that sockets use. */
function forSockets(lookUp: LookUp) {
  return (
    name: string,
    { all, family }: { all?: boolean | undefined; family?: number | 'IPv4' | 'IPv6' | undefined },
    done: (error: NodeJS.ErrnoException | null, found: string | Address[], family?: number) => void,
  ): void => {
    lookUp(name).then(
      (addresses) => {
        const wanted = addresses.filter((each) => !family || each.family === family || `IPv${each.family}` === family)
        const [first] = wanted
        if (first === undefined) done(new Error(`${name} has no address`), '')
        else if (all === true) done(null, [...wanted])
        else done(null, first.address, first.family)
      },
      (error: Error) => done(error, ''),
    )
  }
}
