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

test('lists, creates, reads, changes and deletes the values of a config set', async () => {
  const sdk = new InfisicalSDK({ siteUrl: url })
  const secrets = (await sdk.auth().universalAuth.login({ clientId, clientSecret })).secrets()
  const place = { projectId: service.projectId, environment: 'production', secretPath: '/web' }
  const valuesOf = async () => {
    const listed = await secrets.listSecrets(place)
    return listed.secrets.map(({ secretKey, secretValue }) => [secretKey, secretValue])
  }

  assert.deepEqual(await valuesOf(), [])
  const created = await secrets.createSecret('LOG_LEVEL', { ...place, secretValue: ' info\n', secretComment: 'why' })
  assert.equal(created.secret.secretKey, 'LOG_LEVEL')
  assert.equal(created.secret.workspaceId, service.projectId)
  await secrets.createSecret('OTHER', { ...place, secretValue: '' })
  // Kept as it came, blanks and all.
  assert.deepEqual(await valuesOf(), [
    ['LOG_LEVEL', ' info\n'],
    ['OTHER', ''],
  ])
  const updated = await secrets.updateSecret('LOG_LEVEL', { ...place, secretValue: 'debug' })
  assert.equal(updated.secret.version, 2)
  const read = await secrets.getSecret({ ...place, secretName: 'LOG_LEVEL' })
  assert.deepEqual([read.secretValue, read.secretComment, read.version], ['debug', 'why', 2])
  await secrets.updateSecret('LOG_LEVEL', { ...place, newSecretName: 'LOUDNESS' })
  const deleted = await secrets.deleteSecret('LOUDNESS', place)
  assert.equal(deleted.secret.secretKey, 'LOUDNESS')
  assert.deepEqual(await valuesOf(), [['OTHER', '']])
  await assert.rejects(secrets.getSecret({ ...place, secretName: 'LOUDNESS' }), /not found/)
  await assert.rejects(secrets.createSecret('OTHER', { ...place, secretValue: 'x' }), /400/)
})
