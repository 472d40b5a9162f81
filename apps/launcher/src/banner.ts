import { join } from 'node:path'
import type { DemoFile } from './demo-file.ts'

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

All of this is in ${join(dataDir, 'demo.json')}. Ctrl-C stops everything; the data is kept.
`
}
