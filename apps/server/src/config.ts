import { resolve } from 'node:path'
import { DatabaseUrlError, databaseAddresses } from '@app-connections/db'
import { providerEnvironmentIssues } from '@app-connections/providers'
import * as z from 'zod'

const port = (fallback: number) =>
  z.coerce
    .number({ error: 'must be a port number' })
    .int()
    .min(0)
    .max(65_535, 'must be a port number')
    .default(fallback)

const onOff = z.enum(['on', 'off'], 'must be on or off').default('on')

/** Entries separated by commas. */
const list = z
  .string()
  .default('')
  .transform((text) => text.split(',').flatMap((entry) => (entry.trim() === '' ? [] : [entry.trim()])))

/** An address that the database's package can read. */
const databaseUrl = z.string().superRefine((url, context) => {
  try {
    databaseAddresses(url)
  } catch (error) {
    if (!(error instanceof DatabaseUrlError)) throw error
    context.addIssue({ code: 'custom', message: error.message })
  }
})

const proxy = z
  .url({ protocol: /^https?$/, error: 'must be an address such as http://proxy.example.com:3128' })
  .optional()

const cidr = z.union([z.cidrv4(), z.cidrv6()])

const variablesOfServer = z.object({
  DATABASE_URL: databaseUrl.optional(),
  DATABASE_POOL: z.coerce.number().int().min(1).max(200).default(10),
  DATA_DIR: z.string().min(1).default('.data'),
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: port(3000),
  WEB_PORT: port(3001),
  SITE_URL: z.url({ protocol: /^https?$/, error: 'must be an http or https address' }).optional(),
  ENCRYPTION_KEY: z.string().optional(),
  AUTH_SECRET: z.string().min(32, 'must be at least 32 characters; make one with: openssl rand -base64 32').optional(),
  TRUST_PROXY: list,
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  RATE_LIMITS: onOff,
  JOBS: onOff,
  WEBHOOK_ALLOW_HTTP: z.enum(['on', 'off'], 'must be on or off').default('off'),
  WEBHOOK_ALLOW_CIDRS: list.refine((ranges) => ranges.every((range) => cidr.safeParse(range).success), {
    error: 'must be ranges such as 10.0.0.0/8, separated by commas',
  }),
  SMTP_URL: z.url({ protocol: /^smtps?$/, error: 'must start with smtp:// or smtps://' }).optional(),
  SMTP_FROM: z.string().optional(),
  AUDIT_RETENTION_DAYS: z.coerce.number().int().min(1).max(36_500).default(365),
  METRICS_TOKEN: z.string().min(16, 'must be at least 16 characters').optional(),
  HTTPS_PROXY: proxy,
  HTTP_PROXY: proxy,
  NO_PROXY: z.string().optional(),
  NODE_ENV: z.string().optional(),
})

const environment = variablesOfServer.refine(
  ({ SMTP_URL, SMTP_FROM }) => (SMTP_URL === undefined) === (SMTP_FROM === undefined),
  { path: ['SMTP_FROM'], error: 'set SMTP_URL and SMTP_FROM together, or neither' },
)

export type Config = ReturnType<typeof readConfig>

/** The environment does not fit; the message lists every mistake, a line each. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

/**
 * Parses the environment once. An empty variable counts as absent. Throws `ConfigError` with every mistake at once; no
 * value is ever quoted, since some are secrets.
 */
export function readConfig(variables: Record<string, string | undefined>) {
  const set = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== undefined && value !== ''))
  const result = environment.safeParse(set)
  const issues = [
    ...(result.error?.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`) ?? []),
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
    /** The public address, without a trailing slash. */
    SITE_URL: (SITE_URL ?? `http://localhost:${PORT}`).replace(/\/+$/, ''),
    /** The mail server, and who the mails are from. */
    mail: SMTP_URL === undefined || SMTP_FROM === undefined ? undefined : { url: SMTP_URL, from: SMTP_FROM },
    /** The forward proxies on the way to platforms. */
    proxies: { https: HTTPS_PROXY, http: HTTP_PROXY, no: NO_PROXY },
    /** What providers read their own variables from. */
    providerVariables: set,
  }
}
