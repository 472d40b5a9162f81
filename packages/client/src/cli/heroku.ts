import type { Tool } from './tool.ts'

// Heroku's CLI 11.10.0, as it was watched: which variables move which of its hosts, and which hosts none moves.

/** Its data services answer at a host of their own, of which a variable moves the name alone: they arrive here too. */
const dataPaths = /^\/(?:client\/v\d+\/|postgres\/v\d+\/|redis\/v\d+\/|data\/|reports(?:[/?]|$))/

/** Commands that call a host which no variable moves, with that host. */
const foreign: readonly [command: RegExp, host: string][] = [
  [/^(?:notifications|dashboard)$/, 'telex.heroku.com and api.metrics.heroku.com'],
  [/^ps:autoscale:/, 'api.metrics.heroku.com'],
  [/^ps:(?:exec|forward|socks|copy)$/, 'exec-manager.heroku.com'],
  [/^(?:pipelines:(?:connect|setup)|ci:run)$/, 'kolkrabbi.heroku.com'],
  [/^container:/, 'registry.heroku.com'],
  [/^git:clone$/, 'git.heroku.com'],
  [/^(?:auth:)?(?:login|logout|2fa)/, 'the log-in of a person at Heroku'],
]

/** Heroku's ids of errors by status (Dev Center, "Platform API Reference", Errors). */
const errorIds: Readonly<Record<number, string>> = {
  400: 'bad_request',
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not_found',
  429: 'rate_limit',
  502: 'bad_gateway',
  504: 'gateway_timeout',
}

export const heroku: Tool = {
  app: 'heroku',
  name: 'Heroku',
  variables: ({ host, origin }, key) => ({
    HEROKU_HOST: origin,
    HEROKU_API_KEY: key,
    HEROKU_PARTICLEBOARD_URL: origin,
    // Bare names: the scheme and the port are those of HEROKU_HOST.
    HEROKU_DATA_HOST: host,
    PGDIAGNOSE_URL: host,
    // No other text switches it off, and it is sent with the key.
    DISABLE_TELEMETRY: 'true',
  }),
  removed: ['HEROKU_POSTGRESQL_HOST', 'HEROKU_REDIS_HOST'],
  beyond([program = '', ...args]) {
    if (!/(?:^|[\\/])heroku(?:\.cmd)?$/.test(program)) return undefined
    const [command = ''] = args
    const host = foreign.find(([pattern]) => pattern.test(command))?.[1]
    if (host === undefined) return undefined
    return `heroku ${command} calls ${host}, which is not in Heroku's Platform API: it does not work through a connection`
  },
  elsewhere: (path) =>
    dataPaths.test(path)
      ? "This command needs Heroku's data services, which are not in its Platform API: connections do not reach them. Nothing was sent."
      : undefined,
  failure: (status, message) => ({ id: errorIds[status] ?? 'internal_server_error', message }),
  answerHeaders: ['x-heroku-warning', 'warning-message', 'ratelimit-remaining'],
}
