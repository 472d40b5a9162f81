/** What a snippet is about: the public address, the connection, and an example of what is used there. */
export interface Used {
  siteUrl: string
  app: string
  connectionId: string
  name: string
  /** A command of the platform's own tool, and a path that can be read. */
  command: string
  path: string
}

/** Runs the platform's own tool over the connection, in a shell. The program comes from the service itself. */
export function toolLines({ siteUrl, name, command }: Used): string {
  return [
    `export APP_CONNECTIONS_URL=${siteUrl}`,
    'export APP_CONNECTIONS_CLIENT_ID=…',
    'export APP_CONNECTIONS_CLIENT_SECRET=…',
    `npx --yes --package "$APP_CONNECTIONS_URL/api/client.tgz" app-connections run ${name} -- ${command}`,
  ].join('\n')
}

/** Logs in and reads through the connection, in a shell. */
export function curlLines({ siteUrl, app, connectionId, path }: Used): string {
  return [
    `ACCESS_TOKEN=$(curl -s ${siteUrl}/api/v1/auth/universal-auth/login \\`,
    '  -d "clientId=$APP_CONNECTIONS_CLIENT_ID" \\',
    '  -d "clientSecret=$APP_CONNECTIONS_CLIENT_SECRET" | sed \'s/.*"accessToken":"\\([^"]*\\)".*/\\1/\')',
    `curl -s ${siteUrl}/api/v1/app-connections/${app}/${connectionId}/proxy${path} \\`,
    '  -H "authorization: Bearer $ACCESS_TOKEN"',
  ].join('\n')
}

/** Asks what a program may do, with the typed client, which logs in and renews by itself. */
export function clientLines({ siteUrl, app, connectionId }: Used): string {
  return [
    `// npm install ${siteUrl}/api/client.tgz`,
    "import { env } from 'node:process'",
    "import { createClient } from '@app-connections/client'",
    '',
    'const client = createClient({',
    `  url: '${siteUrl}',`,
    '  auth: {',
    "    clientId: env.APP_CONNECTIONS_CLIENT_ID ?? '',",
    "    clientSecret: env.APP_CONNECTIONS_CLIENT_SECRET ?? '',",
    '  },',
    '})',
    `const { routes } = await client.proofs.rights.query({ app: '${app}', connectionId: '${connectionId}' })`,
    'for (const { route, words } of routes) console.log(route, words)',
  ].join('\n')
}
