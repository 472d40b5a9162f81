/**
 * The values of a snippet: `siteUrl` is this service's public address, `clientSecret` a secret that was just created. Without
 * it the snippet reads the secret from the environment.
 */
interface MachineLogin {
  siteUrl: string
  clientId: string
  clientSecret?: string
}

/** Logs in and lists the connections, in a shell. */
export function curlOfLogin({ siteUrl, clientId, clientSecret = '$CLIENT_SECRET' }: MachineLogin): string {
  return [
    `curl -s ${siteUrl}/api/v1/auth/universal-auth/login \\`,
    `  -d clientId=${clientId} \\`,
    `  -d "clientSecret=${clientSecret}"`,
    '',
    '# with the accessToken of the answer:',
    `curl -s ${siteUrl}/api/v1/app-connections \\`,
    '  -H "authorization: Bearer $ACCESS_TOKEN"',
  ].join('\n')
}

/** The same with the typed client, which logs in and renews by itself. */
export function clientOfLogin({ siteUrl, clientId, clientSecret }: MachineLogin): string {
  return [
    ...(clientSecret === undefined ? ["import { env } from 'node:process'"] : []),
    "import { createClient } from '@app-connections/client'",
    '',
    'const client = createClient({',
    `  url: '${siteUrl}',`,
    '  auth: {',
    `    clientId: '${clientId}',`,
    `    clientSecret: ${clientSecret === undefined ? "env.CLIENT_SECRET ?? ''" : `'${clientSecret}'`},`,
    '  },',
    '})',
    'const { appConnections } = await client.appConnections.list.query({})',
  ].join('\n')
}

/** Lists the connections with a token, in a shell. */
export function curlOfToken({ siteUrl, accessToken }: { siteUrl: string; accessToken: string }): string {
  return `curl -s ${siteUrl}/api/v1/app-connections \\\n  -H 'authorization: Bearer ${accessToken}'`
}
