import { resolve } from 'node:path'
import { providerEnvironmentIssues } from '@app-connections/providers'
import * as z from 'zod'
import { clearTextIssues, isOpenSite, mailNeedsTls } from './config/clear-text.ts'
import {
  databaseUrl,
  forwardProxy,
  host,
  list,
  number,
  onOff,
  port,
  proxies,
  ranges,
  siteUrl,
} from './config/fields.ts'

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const

const variablesOfServer = z.object({
  DATABASE_URL: databaseUrl.optional(),
  DATABASE_POOL: number(1, 200, 'must be a number of connections from 1 to 200', 10),
  DATA_DIR: z.string().min(1).default('.data'),
  HOST: host,
  PORT: port(3000),
  WEB_PORT: port(3001),
  SITE_URL: siteUrl.optional(),
  ENCRYPTION_KEY: z.string().optional(),
  AUTH_SECRET: z.string().min(32, 'must be at least 32 characters; make one with: openssl rand -base64 32').optional(),
  AUTH_SECRET_CHANGED: onOff('off'),
  TRUST_PROXY: proxies,
  LOG_LEVEL: z.enum(logLevels, `must be one of ${logLevels.join(', ')}, in lower case`).default('info'),
  RATE_LIMITS: onOff('on'),
  JOBS: onOff('on'),
  WEBHOOK_ALLOW_HTTP: onOff('off'),
  WEBHOOK_ALLOW_CIDRS: ranges,
  ALLOW_CLEAR_TEXT: list,
  ALLOW_KEY_BESIDE_DATA: onOff('off'),
  SMTP_URL: z.url({ protocol: /^smtps?$/, error: 'must start with smtp:// or smtps://' }).optional(),
  SMTP_FROM: z.string().optional(),
  AUDIT_RETENTION_DAYS: number(1, 36_500, 'must be a number of days from 1 to 36500', 365),
  METRICS_TOKEN: z.string().min(16, 'must be at least 16 characters').optional(),
  HTTPS_PROXY: forwardProxy.optional(),
  HTTP_PROXY: forwardProxy.optional(),
  NO_PROXY: z.string().optional(),
  NODE_ENV: z.string().optional(),
})

const environment = variablesOfServer.refine(
  ({ SMTP_URL, SMTP_FROM }) => (SMTP_URL === undefined) === (SMTP_FROM === undefined),
  { path: ['SMTP_FROM'], error: 'set SMTP_URL and SMTP_FROM together, or neither' },
)

export type Config = ReturnType<typeof readConfig>

/** The environment is not valid. The message lists every mistake, each on a line. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

/**
 * The variables that are set: not the empty ones, and without the line break that `echo` and mounted secrets leave at
 * the end. Kubernetes sets WEB_PORT to an address where a service is called `web`; that is left out.
 */
function settings(variables: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(variables).flatMap(([name, value]) => {
      const text = value?.replace(/[\r\n]+$/, '') ?? ''
      return text === '' || (name === 'WEB_PORT' && text.includes('://')) ? [] : [[name, text]]
    }),
  )
}

/**
 * Parses the environment once. An empty variable counts as absent. Throws `ConfigError` with all mistakes, which quotes
 * no value, since some are secrets.
 */
export function readConfig(variables: Record<string, string | undefined>) {
  const set = settings(variables)
  const result = environment.safeParse(set)
  const issues = [
    ...(result.error?.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`) ?? []),
    ...(result.success ? clearTextIssues(result.data, set) : []),
    ...providerEnvironmentIssues(set).map((issue) => `${issue.variable}: ${issue.message}`),
  ]
  if (!result.success || issues.length > 0) {
    throw new ConfigError(`The environment needs a correction:\n${issues.map((issue) => `  ${issue}`).join('\n')}`)
  }
  const { SITE_URL, PORT, DATA_DIR, SMTP_URL, SMTP_FROM, HTTPS_PROXY, HTTP_PROXY, NO_PROXY, ...rest } = result.data
  return {
    ...rest,
    PORT,
    DATA_DIR: resolve(DATA_DIR),
    /** The public address, an origin in the form that browsers compare. */
    SITE_URL: SITE_URL ?? `http://localhost:${PORT}`,
    /** Whether people on other machines sign in over http. */
    openSite: isOpenSite({ SITE_URL, HOST: rest.HOST }),
    /** The mail server, and who the mails are from. */
    /** The forward proxies on the way to platforms. */
    proxies: { https: HTTPS_PROXY, http: HTTP_PROXY, no: NO_PROXY },
    mail:
      SMTP_URL === undefined || SMTP_FROM === undefined
        ? undefined
        : { url: SMTP_URL, from: SMTP_FROM, requireTls: mailNeedsTls(SMTP_URL, set) },
    /** The variables that providers read. */
    providerVariables: set,
  }
}
