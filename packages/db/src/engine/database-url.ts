/** DATABASE_URL is no address of a PostgreSQL. The message says what to change and quotes nothing of it. */
export class DatabaseUrlError extends Error {
  override readonly name = 'DatabaseUrlError'
}

/** Modes that node-postgres treats as verify-full, with a warning at every start. */
const verified = new Set(['prefer', 'require', 'verify-ca'])
/** The values of `target_session_attrs` (libpq's documentation, 34.1.2) that fit this service, which always writes. */
const writable = new Set(['any', 'read-write', 'primary'])

/**
 * The addresses in a URL as libpq reads it (PostgreSQL documentation, 34.1.1): one or several servers, in the authority
 * or as `host` and `port` in the query, by name, address or socket folder. Returns a URL for each that node-postgres
 * understands, which knows only one server and no `target_session_attrs`. Throws `DatabaseUrlError`.
 */
export function databaseAddresses(url: string): string[] {
  const [, scheme, rest = ''] = /^(postgres(?:ql)?):\/\/(.*)$/is.exec(url) ?? []
  if (scheme === undefined) {
    const quoted = /^(["']).*\1$/s.test(url)
    throw new DatabaseUrlError(quoted ? 'is in quotes: remove them' : 'must start with postgresql://')
  }
  const [, authority = '', path = '', query = ''] = /^([^/?]*)([^?]*)\??(.*)$/s.exec(rest) ?? []
  const at = authority.lastIndexOf('@')
  const credentials = authority.slice(0, at + 1)
  // An @, / or ? of a password that is not encoded ends up in the wrong part of the URL.
  if (/[#\s]/.test(rest) || credentials.indexOf('@') < at || path.includes('@') || !decodes(credentials + path)) {
    throw new DatabaseUrlError(
      'has a user or password that must be percent-encoded: @ as %40, # as %23, / as %2F, ? as %3F',
    )
  }
  const options = new URLSearchParams(query)
  requireWritable(options.get('target_session_attrs') ?? 'any')
  const servers = serversOf(authority.slice(at + 1), options)
  for (const name of ['host', 'port', 'target_session_attrs', 'load_balance_hosts']) options.delete(name)
  if (verified.has(options.get('sslmode') ?? '') && options.get('uselibpqcompat') !== 'true') {
    options.set('sslmode', 'verify-full')
  }
  return servers.map(({ host, port }) => {
    const own = new URLSearchParams(options)
    const folder = host.startsWith('/')
    if (folder) own.set('host', host)
    const address = `postgresql://${credentials}${folder ? 'localhost' : host}:${port}${path || '/'}?${own}`
    if (!URL.canParse(address)) throw new DatabaseUrlError('names a server that is no host name and no address')
    return address
  })
}

function requireWritable(attributes: string): void {
  if (writable.has(attributes)) return
  throw new DatabaseUrlError('must lead to a server that takes writes: target_session_attrs=read-write')
}

/** The servers of `a,b:2,[::1]:3`, or of `host=a,b&port=1,2`. */
function serversOf(authority: string, options: URLSearchParams): { host: string; port: string }[] {
  const named = options.get('host')
  const ports = (options.get('port') ?? '').split(',')
  const portOf = (index: number) => (ports.length === 1 ? ports[0] : ports[index]) || undefined
  const servers =
    named === null
      ? authority.split(',').map((server) => /^(\[[^\]]*\]|[^:]*)(?::(.*))?$/s.exec(server) ?? [])
      : named.split(',').map((host) => ['', host.includes(':') ? `[${host}]` : host])
  return servers.map(([, host = '', port], index) => {
    const found = { host: decodeURIComponent(host) || 'localhost', port: port || portOf(index) || '5432' }
    if (!/^\d{1,5}$/.test(found.port)) throw new DatabaseUrlError('has a port that is no number')
    return found
  })
}

function decodes(text: string): boolean {
  try {
    return decodeURIComponent(text) !== undefined
  } catch {
    return false
  }
}
