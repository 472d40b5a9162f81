import assert from 'node:assert/strict'
import { test } from 'node:test'
import { InfisicalSDK } from '@infisical/sdk'
import { logIn, startService } from './service.ts'

const service = await startService()
const { url, clientId, clientSecret } = service
const statusOf = async (token: string) => {
  const headers = { authorization: `Bearer ${token}` }
  return (await fetch(`${url}/api/v1/app-connections/heroku`, { headers })).status
}

test('logs in by universal auth and renews its token, with only its site address changed', async () => {
  const sdk = new InfisicalSDK({ siteUrl: url })
  const client = await sdk.auth().universalAuth.login({ clientId, clientSecret })
  const token = client.auth().getAccessToken()
  assert.match(`${token}`, /^act_/)
  assert.equal(await statusOf(`${token}`), 200)

  const renewed = await client.auth().universalAuth.renew()
  assert.equal(renewed.auth().getAccessToken(), token)
  assert.equal(await statusOf(`${token}`), 200)
})

test('tells its caller of a wrong secret as it does of its own', async () => {
  const sdk = new InfisicalSDK({ siteUrl: url })
  const login = sdk.auth().universalAuth.login({ clientId, clientSecret: 'wrong' })
  await assert.rejects(login, (error: Error) => {
    assert.match(error.message, /Invalid credentials/)
    assert.match(error.message, /401/)
    return true
  })
})

test('renews a token that it is given', async () => {
  const accessToken = await logIn(service)
  const client = new InfisicalSDK({ siteUrl: url }).auth().accessToken(accessToken)
  await client.auth().universalAuth.renew()
  assert.equal(await statusOf(accessToken), 200)
})
