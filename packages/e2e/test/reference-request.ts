import type { DemoFile } from './demo-process.ts'

/** Fields that the reference shows and that Heroku connections take only as null. */
export interface UnsupportedFields {
  readonly gatewayId?: unknown
  readonly rotation?: unknown
}

/**
 * The create request of Infisical's public reference (`POST /api/v1/app-connections/heroku`) as a curl command: the
 * address is the demo's, the `Authorization` header is added, and every placeholder is filled.
 */
export function referenceCurl(demo: DemoFile, name: string, unsupported: UnsupportedFields): string {
  const body = {
    name,
    description: 'Deploys of the storefront',
    projectId: demo.projectId,
    method: 'auth-token',
    credentials: { authToken: demo.herokuToken },
    isPlatformManagedCredentials: false,
    isAutoRotationEnabled: false,
    ...unsupported,
  }
  return `curl --request POST \\
  --url ${demo.url}/api/v1/app-connections/heroku \\
  --header 'Authorization: Bearer ${demo.accessToken}' \\
  --header 'Content-Type: application/json' \\
  --data '
${JSON.stringify(body, null, 2)}
'`
}

/** The command that the demo prints: from `curl` to the last of its continued lines. */
export function printedCurl(printed: string, which: 'creates' | 'uses'): string {
  const commands = [...printed.matchAll(/^ *curl (?:.*\\\n)*.*$/gm)].map(([command]) => command)
  const command = commands[which === 'creates' ? 0 : 1]
  if (command === undefined) throw new Error(`the demo printed no curl command:\n${printed}`)
  return command
}
