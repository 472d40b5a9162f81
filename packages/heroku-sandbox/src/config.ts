import * as z from 'zod'

const text = z.string().min(1)

/** The environment of the sandbox as a process. Names and meanings are in the README. */
const Environment = z.object({
  SANDBOX_PORT: z
    .string()
    .regex(/^[0-9]{1,5}$/, 'must be a port number, 0 to 65535')
    .transform(Number)
    .refine((port) => port <= 65_535, 'must be a port number, 0 to 65535')
    .default(3002),
  SANDBOX_HOST: text.default('127.0.0.1'),
  SANDBOX_STATE: text.optional(),
  SANDBOX_CONTROL_SECRET: z.string().min(16, 'must have at least 16 characters').optional(),
  SANDBOX_LATENCY_MS: z
    .string()
    .regex(/^[0-9]{1,6}$/, 'must be whole milliseconds')
    .transform(Number)
    .default(0),
  SANDBOX_RATE_LIMITS: z.enum(['on', 'off'], 'must be on or off').default('on'),
  SANDBOX_OAUTH_CLIENT_ID: text.optional(),
  SANDBOX_OAUTH_CLIENT_SECRET: text.optional(),
  SANDBOX_OAUTH_REDIRECT_URI: z.url('must be an address such as http://localhost:3000/callback').optional(),
})

const oauthNames = ['SANDBOX_OAUTH_CLIENT_ID', 'SANDBOX_OAUTH_CLIENT_SECRET', 'SANDBOX_OAUTH_REDIRECT_URI'] as const

/** Reads the environment; empty variables count as absent. Returns the options, or every mistake in plain words. */
export function readConfig(env: Record<string, string | undefined>) {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''))
  const parsed = Environment.safeParse(given)
  const mistakes = parsed.success ? [] : parsed.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`)
  const missing = oauthNames.filter((name) => given[name] === undefined)
  if (missing.length > 0 && missing.length < oauthNames.length) {
    mistakes.push(`${missing.join(' and ')} must be set too: an OAuth client needs all of ${oauthNames.join(', ')}`)
  }
  if (!parsed.success || mistakes.length > 0) return { mistakes }
  const { data } = parsed
  const [id, secret, redirectUri] = oauthNames.map((name) => data[name])
  return {
    options: {
      port: data.SANDBOX_PORT,
      host: data.SANDBOX_HOST,
      latencyMs: data.SANDBOX_LATENCY_MS,
      rateLimits: data.SANDBOX_RATE_LIMITS,
      ...(data.SANDBOX_STATE ? { stateFile: data.SANDBOX_STATE } : {}),
      ...(data.SANDBOX_CONTROL_SECRET ? { controlSecret: data.SANDBOX_CONTROL_SECRET } : {}),
      ...(id && secret && redirectUri ? { oauthClient: { id, secret, redirectUri } } : {}),
    },
  }
}
