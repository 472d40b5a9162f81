import { type Sandbox, startSandbox } from '@app-connections/heroku-sandbox'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createHttp, createProviders, type Provider } from '../index.ts'
import { connectToken } from './test/platform.ts'

describe('what Heroku says no to, as the sandbox plays it', () => {
  const http = createHttp()
  let sandbox: Sandbox
  let heroku: Provider
  let token: string
  const connect = () => connectToken(heroku, token, AbortSignal.timeout(5_000))

  beforeAll(async () => {
    sandbox = await startSandbox()
    heroku = createProviders({ HEROKU_API_URL: sandbox.url }, http).of('heroku')
    token = (await sandbox.control.mintToken({ account: 'grace@example.com' })).token
  })
  afterEach(async () => {
    await sandbox.control.clearFaults()
    const sound = { suspended: false, delinquent: false, passwordExpired: false, twoFactor: false }
    await sandbox.control.setAccountStatus('grace@example.com', sound)
    await sandbox.control.setSwitches({ passwordExpiredStatus: 403, expiredTokenStatus: 401 })
  })
  afterAll(async () => {
    await http.close()
    await sandbox.close()
  })

  it.each([
    ['suspended', { suspended: true }, /has suspended this account.*\(Heroku: suspended\)/],
    ['delinquent', { delinquent: true }, /unpaid bill.*\(Heroku: delinquent\)/],
    ['password_expired', { passwordExpired: true }, /password .* has expired.*\(Heroku: password_expired\)/],
    ['two_factor', { twoFactor: true }, /second factor.*\(Heroku: two_factor\)/],
  ])('an account that is %s is reported as such, in a sentence that says what to do', async (_id, status, sentence) => {
    await sandbox.control.setAccountStatus('grace@example.com', status)
    await expect(connect()).rejects.toMatchObject({
      failure: 'account_problem',
      message: expect.stringMatching(sentence),
    })
  })

  it('an expired password says the same with status 401', async () => {
    await sandbox.control.setSwitches({ passwordExpiredStatus: 401 })
    await sandbox.control.setAccountStatus('grace@example.com', { passwordExpired: true })
    await expect(connect()).rejects.toMatchObject({ message: expect.stringContaining('Heroku: password_expired') })
  })

  it('an account with nothing left of its rate limit is rate limited', async () => {
    await sandbox.control.setAccountStatus('grace@example.com', { rateLimitRemaining: 0 })
    await expect(connect()).rejects.toMatchObject({ failure: 'rate_limited' })
    await sandbox.control.setAccountStatus('grace@example.com', { rateLimitRemaining: 4_500 })
  })

  it.each(['verification_needed', 'verification_required'])('%s asks for the billing to be verified', async (id) => {
    await sandbox.control.setFault({ path: '/account', effect: { kind: 'status', status: 422, id } })
    await expect(connect()).rejects.toMatchObject({
      failure: 'account_problem',
      message: expect.stringMatching(/verify its billing.*Heroku: verification_/),
    })
  })

  it('403 on both probes is a dead token, also where Heroku answers expired ones so', async () => {
    await sandbox.control.setFault({ path: '/account', times: 2, effect: { kind: 'status', status: 403 } })
    await sandbox.control.setFault({ path: '/apps', effect: { kind: 'status', status: 403 } })
    await expect(connect()).rejects.toMatchObject({
      failure: 'refused',
      message: expect.stringMatching(/refused the token/),
    })
    expect(await connect()).toMatchObject({ account: {} })
  })

  it('401 on the second probe is a dead token too', async () => {
    await sandbox.control.setFault({ path: '/account', effect: { kind: 'status', status: 403 } })
    await sandbox.control.setFault({ path: '/apps', effect: { kind: 'status', status: 401 } })
    await expect(connect()).rejects.toMatchObject({ failure: 'refused' })
  })

  it('asks for one app alone, with the header that Heroku’s paging wants and never with the token in an address', async () => {
    await sandbox.control.clearRequests()
    const narrow = await sandbox.control.mintToken({ scope: ['read'] })
    await connectToken(heroku, narrow.token, AbortSignal.timeout(5_000))
    const requests = await sandbox.control.requests()
    expect(requests.map(({ method, path, status }) => `${method} ${path} ${status}`)).toEqual([
      'GET /account 403',
      expect.stringMatching(/^GET \/apps 20[06]$/),
    ])
    expect(requests[1]?.headers).toMatchObject({
      accept: 'application/vnd.heroku+json; version=3',
      range: 'id ..; max=1',
    })
    expect(JSON.stringify(requests)).not.toContain(narrow.token)
  })

  it('the message of Heroku goes to the log alone, and a token it repeats is cut out of it', async () => {
    const message = `no entry for ${token}, says Heroku`
    await sandbox.control.setFault({ path: '/account', effect: { kind: 'status', status: 401, message } })
    await expect(connect()).rejects.toMatchObject({
      message: expect.not.stringContaining('says Heroku'),
      detail: expect.stringContaining('no entry for [redacted], says Heroku'),
    })
  })

  it('an error id that is no plain word is not quoted', async () => {
    const id = '<script>alert(1)</script>'
    await sandbox.control.setFault({ path: '/account', effect: { kind: 'status', status: 401, id } })
    await expect(connect()).rejects.toMatchObject({ message: expect.not.stringContaining('script') })
  })
})
