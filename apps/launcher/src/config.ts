import { join, resolve } from 'node:path'
import * as z from 'zod'

const port = (fallback: number) => z.coerce.number().int().min(0).max(65_535).default(fallback)

const environment = z.object({
  DATABASE_URL: z.string().optional(),
  DATA_DIR: z.string().default('.data'),
  PORT: port(3000),
  WEB_PORT: port(3001),
  SANDBOX_PORT: port(3002),
  SITE_URL: z.string().optional(),
  HOST: z.string().default('127.0.0.1'),
  ENCRYPTION_KEY: z.string().optional(),
  AUTH_SECRET: z.string().optional(),
  HEROKU_API_URL: z.string().optional(),
})

/** The launcher's part of the environment; the rest is handed on to the processes as it is. Empty counts as absent. */
export function readConfig(variables: Record<string, string | undefined>) {
  const set = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== undefined && value !== ''))
  const result = environment.safeParse(set)
  if (!result.success) {
    const lines = result.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`)
    return { mistakes: `The environment needs a correction:\n${lines.join('\n')}` }
  }
  const { DATA_DIR, ...rest } = result.data
  return {
    config: {
      ...rest,
      DATA_DIR: resolve(DATA_DIR),
      SITE_URL: (rest.SITE_URL ?? `http://localhost:${rest.PORT}`).replace(/\/+$/, ''),
      inherited: set,
    },
  }
}

export type Config = NonNullable<ReturnType<typeof readConfig>['config']>

const root = join(import.meta.dirname, '..', '..', '..')

/** What the launcher starts, by name. */
export const programs = {
  server: join(root, 'apps', 'server', 'src', 'main.ts'),
  web: join(root, 'apps', 'web', '.next', 'standalone', 'apps', 'web', 'server.js'),
  sandbox: join(root, 'packages', 'heroku-sandbox', 'src', 'bin.ts'),
} as const
