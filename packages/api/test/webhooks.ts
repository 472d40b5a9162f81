import type { Engine } from '@app-connections/db/testing/engines'
import {
  type Delivery,
  deliverySchema,
  singleConnectionSchema,
  type WebhookWithSecret,
  webhookWithSecretSchema,
} from '@app-connections/schemas'
import { beforeAll, beforeEach } from 'vitest'
import * as z from 'zod'
import { type Caller, type Person, type ProcedurePath, runDueNotices, type Services } from '../src/index.ts'
import { newOrganization, type TestOrganization } from './organization.ts'
import { call, type TestServices, useServices } from './services.ts'

export interface WebhooksTest extends TestServices {
  /** The time of the test's clock. */
  now(): Date
  later(ms: number): void
  organization(): Promise<Tenant>
  /** Runs the job that sends notices once, as one process, and returns how many attempts were made. */
  sendNotices(services?: Services): Promise<number>
}

export interface Tenant {
  readonly organization: TestOrganization
  readonly admin: Person
  act(path: ProcedurePath, input: unknown, caller?: Caller): Promise<unknown>
  webhook(url: string, more?: object): Promise<WebhookWithSecret>
  deliveries(webhookId: string): Promise<Delivery[]>
  /** A connection with a token of its own. */
  connection(name?: string, minted?: object): Promise<{ id: string; token: string; tokenId: string }>
}

const deliveries = z.object({ deliveries: z.array(deliverySchema) })

export function useWebhooks(engine: Engine): () => WebhooksTest {
  const base = useServices(engine)
  let clock = new Date()
  let made: WebhooksTest | undefined
  beforeAll(() => {
    const services = { ...base().services, now: () => clock }
    made = {
      ...base(),
      services,
      now: () => clock,
      later: (ms) => {
        clock = new Date(clock.getTime() + ms)
      },
      organization: () => tenant({ ...base(), services }),
      sendNotices: (other = services) =>
        runDueNotices(other, {
          signal: new AbortController().signal,
          onError: (error) => {
            throw error
          },
        }),
    }
  })
  beforeEach(async () => {
    clock = new Date()
    await base().services.db.deleteFrom('notices').execute()
    await base().services.db.deleteFrom('webhooks').execute()
  })
  return () => {
    if (made === undefined) throw new Error('the services are not there yet')
    return made
  }
}

async function tenant({ services, sandbox }: TestServices): Promise<Tenant> {
  const organization = await newOrganization(services)
  const admin = await organization.person({ organization: 'admin' })
  const act: Tenant['act'] = (path, input, caller = admin) => call(services, caller, path, input)
  return {
    organization,
    admin,
    act,
    webhook: async (url, more = {}) => webhookWithSecretSchema.parse(await act('webhooks.create', { url, ...more })),
    deliveries: async (webhookId) => deliveries.parse(await act('webhooks.deliveries', { webhookId })).deliveries,
    async connection(name = 'main', minted = {}) {
      const { token, id: tokenId } = await sandbox.control.mintToken(minted)
      const input = { app: 'heroku', method: 'auth-token', name, credentials: { authToken: token } }
      const { id } = singleConnectionSchema.parse(await act('appConnections.create', input))
      return { id, token, tokenId }
    },
  }
}
