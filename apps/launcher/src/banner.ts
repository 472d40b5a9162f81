import { join } from 'node:path'
import type { DemoFile } from './demo-file.ts'
import { grantedApp } from './seed.ts'

/** The text that the demo prints once everything answers. */
export function banner(demo: DemoFile, dataDir: string): string {
  const token = demo.herokuToken === '' ? '<a Heroku token>' : demo.herokuToken
  return `
App Connections is up at ${demo.url}

  Sign in as admin    ${demo.email}   ${demo.password}
  Sign in as viewer   ${demo.viewerEmail}    ${demo.viewerPassword}
  Heroku              ${demo.herokuUrl}
  Render              ${demo.renderUrl}   ${demo.renderKey}

Create a connection:

  curl -X POST ${demo.url}/api/v1/app-connections/heroku \\
    -H 'Authorization: Bearer ${demo.accessToken}' \\
    -H 'Content-Type: application/json' \\
    -d '{ "name": "my-heroku", "method": "auth-token", "credentials": { "authToken": "${token}" } }'
${useLines(demo)}
All of this is in ${join(dataDir, 'demo.json')}. Ctrl-C stops everything; the data is kept.
`
}

/** The line that uses the connection of which there is a grant; nothing where there is none. */
function useLines({ url, connectionId, accessToken, clientId, clientSecret }: DemoFile): string {
  if (connectionId === undefined) return ''
  return `
Use a connection without ever seeing its token, as far as the grant of deploy-bot goes:

  curl ${url}/api/v1/app-connections/heroku/${connectionId}/proxy/apps/${grantedApp}/config-vars \\
    -H 'Authorization: Bearer ${accessToken}'

  APP_CONNECTIONS_URL=${url} APP_CONNECTIONS_CLIENT_ID=${clientId} APP_CONNECTIONS_CLIENT_SECRET=${clientSecret} \\
    npx --yes --package ${url}/api/client.tgz app-connections run demo-heroku -- heroku config -a ${grantedApp}
`
}
