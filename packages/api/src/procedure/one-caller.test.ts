import { monitorEventLoopDelay } from 'node:perf_hooks'
import { engines } from '@app-connections/db/testing/engines'
import { beforeAll, describe, expect, it } from 'vitest'
import { fill } from '../../test/connections.ts'
import { newOrganization, type TestOrganization } from '../../test/organization.ts'
import { call, refusal, useServices } from '../../test/services.ts'
import { type Caller, callProcedure, createOutbound, createTurnsOfProcess, type ProcedurePath } from '../index.ts'

/** Everything that only an organization's admins may do. */
const management: readonly ProcedurePath[] = [
  ...(['accessTokens.createStatic', 'accessTokens.list', 'accessTokens.remove'] as const),
  ...(['auditEvents.list', 'auditEvents.export'] as const),
  ...(['clientSecrets.create', 'clientSecrets.list', 'clientSecrets.remove'] as const),
  ...(['identities.create', 'identities.list', 'identities.update', 'identities.remove'] as const),
  ...(['invitations.create', 'invitations.list', 'invitations.remove', 'people.createPasswordReset'] as const),
  ...(['organizations.update', 'organizations.settings'] as const),
  ...(['projects.create', 'projects.listOthers', 'projects.update', 'projects.remove'] as const),
  ...(['webhooks.create', 'webhooks.list', 'webhooks.update', 'webhooks.remove', 'webhooks.rotateSecret'] as const),
  ...(['webhooks.deliveries', 'webhooks.redeliver', 'webhooks.sendTest'] as const),
]

const engine = engines[0]

describe.runIf(engine !== undefined)(`what one caller may cost the others, on ${engine}`, () => {
  const test = useServices(engine ?? 'PGlite')
  let organization: TestOrganization
  let admin: Caller
  let nobody: Caller
  beforeAll(async () => {
    organization = await newOrganization(test().services)
    admin = await organization.person({ organization: 'admin' })
    nobody = await organization.person({ organization: 'no-access' })
  })

  it.each(management)('%s is refused to whoever may not, before the input is looked at', async (path) => {
    expect(await refusal(call(test().services, nobody, path, { nonsense: true }))).toMatchObject({ statusCode: 403 })
  })

  it('an input of a megabyte of mistakes is refused at once, with an answer that is small', async () => {
    const events = Array.from({ length: 400_000 }, () => 0)
    const delay = monitorEventLoopDelay({ resolution: 5 })
    delay.enable()
    const body = await refusal(call(test().services, admin, 'webhooks.create', { url: 'https://a.example', events }))
    delay.disable()
    expect(body).toMatchObject({ statusCode: 413 })
    expect(JSON.stringify(body).length).toBeLessThan(1_000)
    expect(delay.max / 1e6).toBeLessThan(250)
  })

  it('names that never resolve cost their organization a few look-ups and nobody else any', async () => {
    const silent = createOutbound({
      allowHttp: false,
      allowCidrs: [],
      lookUp: () => new Promise(() => {}),
      lookUpMs: 60,
    })
    const services = { ...test().services, outbound: silent, turns: createTurnsOfProcess() }
    const create = () => refusal(call(services, admin, 'webhooks.create', { url: 'https://slow.example' }))
    const answers = await Promise.all(Array.from({ length: 12 }, create))
    expect(answers.map(({ statusCode }) => statusCode).toSorted()).toEqual([...Array(10).fill(400), 429, 429])
  })

  it('a list without limit travels alone, in the organization’s turn', async () => {
    const { services } = test()
    const info = {
      reqId: 'r',
      address: '192.0.2.1',
      userAgent: null,
      organizationId: null,
      endpoint: null,
      admitted: true,
    }
    const list = (input: object, batched: boolean) =>
      callProcedure(
        { services, request: { ...info, batched }, actor: admin },
        { path: 'appConnections.list', type: 'query', input },
      )
    expect(await refusal(list({}, true))).toMatchObject({ statusCode: 400, message: expect.stringContaining('limit') })
    expect(await list({ limit: 100 }, true)).toEqual({ appConnections: [] })
    await fill(test().database, organization.id, 101)
    const answers = await Promise.allSettled(Array.from({ length: 40 }, () => list({}, false)))
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(17)
  })
})
