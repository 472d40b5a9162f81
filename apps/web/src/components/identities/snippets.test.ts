import { expect, it } from 'vitest'
import { clientOfLogin, curlOfLogin, curlOfToken } from './snippets.ts'

const login = { siteUrl: 'https://site.example', clientId: 'the-client' }

it('leaves the secret to the environment where none was just made', () => {
  expect(curlOfLogin(login)).toContain('-d "clientSecret=$CLIENT_SECRET"')
  expect(clientOfLogin(login)).toContain('clientSecret: env.CLIENT_SECRET')
})

it('holds a secret just made, ready to be pasted, at the address of this service', () => {
  const made = { ...login, clientSecret: 'acs_made' }
  expect(curlOfLogin(made)).toContain('curl -s https://site.example/api/v1/auth/universal-auth/login')
  expect(curlOfLogin(made)).toContain('-d "clientSecret=acs_made"')
  expect(clientOfLogin(made)).toContain("clientSecret: 'acs_made'")
  expect(curlOfToken({ siteUrl: login.siteUrl, accessToken: 'act_made' })).toContain('Bearer act_made')
})
