import type { Engine } from '@app-connections/db/testing/engines'
import {
  type Rotation,
  type RotationState,
  rotationStateSchema,
  singleConnectionSchema,
} from '@app-connections/schemas'
import { type Person, type ProcedurePath, runDueRotations, type Services } from '../src/index.ts'
import { authorizationsAt } from './authorizations.ts'
import { newOrganization, type TestOrganization } from './organization.ts'
import { call, type TestServices, useServices } from './services.ts'

/** A connection by a pasted token that is set to rotate, and what can be asked about it. */
export interface Rotating {
  readonly organization: TestOrganization
  readonly admin: Person
  readonly ref: { app: 'heroku'; connectionId: string }
  /** The token that was pasted, and its id at the platform. */
  readonly pasted: { id: string; token: string }
  act(path: ProcedurePath, input?: object, services?: Services): Promise<unknown>
  rotate(services?: Services): Promise<ReturnType<typeof singleConnectionSchema.parse>>
  state(): Promise<RotationState>
  connection(): Promise<ReturnType<typeof singleConnectionSchema.parse>>
  /** The ids of the tokens at the platform that this service has made for the connection and that have not ended. */
  made(): Promise<string[]>
  /** Whether the platform still has the pasted token. */
  pastedLives(): Promise<boolean>
  /** As if the rotations so far were so long ago that no use has open what they replaced. */
  endGrace(): Promise<unknown>
  /** Makes all that waits for a time due, runs the job until nothing is left, and resolves with how much it did. */
  sweep(services?: Services): Promise<number>
}

export type RotationTest = TestServices & { rotating(settings?: object): Promise<Rotating> }

export const daily: Pick<Rotation, 'rotationInterval' | 'rotateAtUtc' | 'overlapDays'> = {
  rotationInterval: 30,
  rotateAtUtc: { hours: 3, minutes: 15 },
  overlapDays: 1,
}

/** The services of one block of tests, and connections that rotate. */
export function useRotation(engine: Engine): () => RotationTest {
  const services = useServices(engine, { rateLimits: 'off' })
  return () => {
    const test = services()
    return { ...test, rotating: (settings = {}) => rotating(test, settings) }
  }
}

async function rotating(test: TestServices, settings: object): Promise<Rotating> {
  const organization = await newOrganization(test.services)
  const admin = await organization.person({ organization: 'admin' })
  const pasted = await test.sandbox.control.mintToken()
  const act = (path: ProcedurePath, input: object, services = test.services) => call(services, admin, path, input)
  const created = singleConnectionSchema.parse(
    await act('appConnections.create', {
      ...{ app: 'heroku', method: 'auth-token', name: 'main' },
      credentials: { authToken: pasted.token },
    }),
  )
  const ref = { app: 'heroku', connectionId: created.id } as const
  await act('appConnections.setRotation', { ...ref, ...daily, ...settings })
  const watcher = await test.sandbox.control.mintToken()
  const listed = () => authorizationsAt(test.sandbox.url, watcher.token)
  const before = new Set((await listed()).map(({ id }) => id))
  const db = test.services.db
  return {
    organization,
    admin,
    ref,
    pasted,
    act: (path, input = {}, services) => act(path, { ...ref, ...input }, services),
    rotate: async (services) =>
      singleConnectionSchema.parse(await act('appConnections.rotateCredentials', ref, services)),
    state: async () => rotationStateSchema.parse(await act('appConnections.rotation', ref)),
    connection: async () => singleConnectionSchema.parse(await act('appConnections.get', ref)),
    made: async () =>
      (await listed())
        .filter(({ id, description }) => !before.has(id) && description.startsWith('App Connections '))
        .map(({ id }) => id),
    pastedLives: async () => (await listed()).some(({ id }) => id === pasted.id),
    endGrace: () =>
      db
        .updateTable('rotations')
        .set({ ended_at: new Date(Date.now() - 61_000) })
        .where('connection_id', '=', ref.connectionId)
        .where('state', '=', 'succeeded')
        .execute(),
    async sweep(services = test.services) {
      let done = 0
      const run = {
        signal: new AbortController().signal,
        onError(error: unknown) {
          throw error
        },
      }
      for (let found = -1; found !== 0; done += found) {
        await db
          .updateTable('rotated_credentials')
          .set({ due_at: new Date(0) })
          .where('connection_id', '=', ref.connectionId)
          .where('due_at', 'is not', null)
          .where('state', '<>', 'previous')
          .execute()
        found = await runDueRotations(services, run)
      }
      return done
    },
  }
}
