import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import * as z from 'zod'

const port = (fallback: number) =>
  z.coerce
    .number({ error: 'must be a port number' })
    .int('must be a port number')
    .min(1, 'must be a port number')
    .max(65_535, 'must be a port number')
    .default(fallback)

/** The variables that the launcher needs. The server reads the rest, and says what is wrong with it. */
const environment = z.object({
  DATABASE_URL: z.string().optional(),
  DATA_DIR: z.string().default('.data'),
  WEB_PORT: port(3001),
  SANDBOX_PORT: port(3002),
  ENCRYPTION_KEY: z.string().optional(),
  AUTH_SECRET: z.string().optional(),
  HEROKU_API_URL: z.string().optional(),
  RENDER_API_URL: z.string().optional(),
})

/**
 * The ports that only these processes use. Kubernetes sets such a variable to an address in every container where a
 * service is called `web` or `sandbox`; that is left out.
 */
const privatePorts = ['WEB_PORT', 'SANDBOX_PORT']

/** The launcher's part of the environment. The rest goes to the processes unchanged. Empty counts as absent. */
export function readConfig(variables: Record<string, string | undefined>) {
  const set = Object.fromEntries(
    Object.entries(variables).filter(
      ([name, value]) => value !== undefined && value !== '' && !(privatePorts.includes(name) && value.includes('://')),
    ),
  )
  const result = environment.safeParse(set)
  if (!result.success) {
    const lines = result.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`)
    return { mistakes: `The environment needs a correction:\n${lines.join('\n')}` }
  }
  return { config: { ...result.data, DATA_DIR: resolve(result.data.DATA_DIR), inherited: set } }
}

export type Config = NonNullable<ReturnType<typeof readConfig>['config']>

const root = join(import.meta.dirname, '..', '..', '..')

/** The programs that the launcher starts, by name, with Node's arguments. */
export const programs = {
  server: [join(root, 'apps', 'server', 'src', 'main.ts')],
  web: [
    '--import',
    pathToFileURL(join(import.meta.dirname, 'end-with-parent.ts')).href,
    join(root, 'apps', 'web', '.next', 'standalone', 'apps', 'web', 'server.js'),
  ],
  sandbox: [join(root, 'packages', 'heroku-sandbox', 'src', 'bin.ts')],
}
