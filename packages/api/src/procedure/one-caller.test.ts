import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { engines } from '@app-connections/db/testing/engines'
import { beforeAll, describe, expect, it } from 'vitest'
import { fill } from '../../test/connections.ts'
import { newOrganization, type TestOrganization } from '../../test/organization.ts'
import { call, refusal, useServices } from '../../test/services.ts'
import type { Person } from '../access/actor.ts'
import { type Caller, callProcedure, createOutbound, createTurnsOfProcess, type ProcedurePath } from '../index.ts'
import type { Turns } from '../services/turns.ts'

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
  it('a call that has waited is refused to whoever has lost their access or a role meanwhile', async () => {
    const place = await newOrganization(test().services)
    await fill(test().database, place.id, 101)
    const { db } = test().services
    const takings: Record<string, { take: (caller: Person) => Promise<unknown>; answer: object }> = {
      nothing: { take: async () => {}, answer: { appConnections: expect.any(Array) } },
      'the session': {
        take: ({ tokenId }) => db.deleteFrom('auth.session').where('id', '=', tokenId).execute(),
        answer: { statusCode: 401 },
      },
      'a role': {
        take: ({ id }) =>
          db.updateTable('memberships').set({ role: 'no-access' }).where('person_id', '=', id).execute(),
        answer: { statusCode: 429 },
      },
      'the organization': {
        take: ({ id }) => db.deleteFrom('memberships').where('person_id', '=', id).execute(),
        answer: { statusCode: 429 },
      },
    }
    for (const kind of ['calls', 'longAnswers'] as const) {
      for (const [what, { take, answer }] of Object.entries(takings)) {
        const caller = await place.person({ organization: 'member' })
        const waiting: Turns = {
          async take(_, work) {
            await take(caller)
            await sleep(150)
            return work(() => {})
          },
        }
        const services = { ...test().services, turns: { ...createTurnsOfProcess(), [kind]: waiting } }
        const listing = call(services, caller, 'appConnections.list', {})
        expect(await (what === 'nothing' ? listing : refusal(listing)), `${kind}: ${what}`).toMatchObject(answer)
      }
    }
  })
})
