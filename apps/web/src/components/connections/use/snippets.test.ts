import { spawnSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { clientLines, curlLines, toolLines } from './snippets.ts'

const used = {
  siteUrl: 'https://connections.example.com',
  app: 'heroku',
  connectionId: '01920000-0000-7000-8000-000000000001',
  name: 'storefront',
  command: 'tool config -a shop',
  path: '/apps/shop/config-vars',
}

describe('lines to paste', () => {
  it('run the platform’s tool over the connection, with the program that the service hands out', () => {
    expect(toolLines(used)).toContain(
      'npx --yes --package "$APP_CONNECTIONS_URL/api/client.tgz" app-connections run storefront -- tool config -a shop',
    )
  })

  it('take the token out of the log-in and send it along', () => {
    // As `curl` of a shell that answers both calls.
    const curl =
      'curl() { case "$2" in */login) echo \'{"accessToken":"act_1","expiresIn":9}\';; *) echo "$2 $4";; esac; }'
    const { stdout, stderr } = spawnSync('sh', ['-c', `${curl}\n${curlLines(used)}`], { encoding: 'utf8' })
    expect(stderr).toBe('')
    expect(stdout.trim()).toBe(
      'https://connections.example.com/api/v1/app-connections/heroku/01920000-0000-7000-8000-000000000001/proxy/apps/shop/config-vars authorization: Bearer act_1',
    )
  })

  it('ask with the typed client', () => {
    expect(clientLines(used)).toContain("client.proofs.rights.query({ app: 'heroku', connectionId: '01920000")
  })
})
