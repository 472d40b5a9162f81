import type { Engine } from '@app-connections/db/testing/engines'
import {
  type Grant,
  type Lease,
  leaseSchema,
  leasesSchema,
  type OpenedLease,
  openedLeaseSchema,
} from '@app-connections/schemas'
import * as z from 'zod'
import { type Caller, type Person, type ProcedurePath, runDueLeases, type Services } from '../src/index.ts'
import { authorizationsAt } from './authorizations.ts'
import { type GrantPlace, grantPlace } from './grants.ts'
import { call, type TestServices, useServices } from './services.ts'

/** A connection whose holder has a grant that allows leases, and calls about them. */
export interface Leasing extends GrantPlace {
  readonly grant: Grant
  readonly ref: { app: 'heroku'; connectionId: string }
  ask(caller: Caller, path: ProcedurePath, input?: object, services?: Services): Promise<unknown>
  open(input?: object, caller?: Caller, services?: Services): Promise<OpenedLease>
  renew(leaseId: string, input?: object, services?: Services): Promise<OpenedLease>
  end(leaseId: string, caller?: Caller): Promise<Lease>
  leases(caller?: Caller): Promise<Lease[]>
  /** The descriptions of the tokens at the platform that are leases of this connection. */
  left(): Promise<string[]>
  /** The status of the platform's answer to a token that asks for its account. */
  tried(token: string): Promise<number>
  /** Makes what waits for a time due (`live` ones too, where told), and runs the job until nothing is left. */
  sweep(more?: { live?: boolean; services?: Services }): Promise<void>
}

export type LeaseTest = TestServices & { leasing(terms?: object): Promise<Leasing> }

export const leaseTerms = { scopes: ['read', 'identity', 'global'], maxSeconds: 7_200 }

/** The services of one block of tests, and connections with leases. */
export function useLeases(engine: Engine): () => LeaseTest {
  const services = useServices(engine, { rateLimits: 'off' })
  return () => {
    const test = services()
    return { ...test, leasing: (terms = {}) => leasing(test, terms) }
  }
}

async function leasing(test: TestServices, terms: object): Promise<Leasing> {
  const { services, sandbox } = test
  const place = await grantPlace(test)
  const { admin, connectionId } = place
  const holder: Person = place.holder
  const ref = { app: 'heroku', connectionId } as const
  const grant = await place.make(admin, { actions: ['leases:create'], lease: leaseTerms, ...terms })
  const watcher = await sandbox.control.mintToken()
  const ask: Leasing['ask'] = (caller, path, input = {}, by = services) => call(by, caller, path, { ...ref, ...input })
  const idsHere = async () =>
    (await services.db.selectFrom('leases').select('id').where('connection_id', '=', connectionId).execute()).map(
      ({ id }) => `App Connections lease ${id}`,
    )
  return {
    ...place,
    ...{ grant, ref, ask },
    open: async (input = {}, caller = holder, by) =>
      openedLeaseSchema.parse(await ask(caller, 'leases.create', input, by)),
    renew: async (leaseId, input = {}, by) =>
      openedLeaseSchema.parse(await ask(holder, 'leases.renew', { leaseId, ...input }, by)),
    end: async (leaseId, caller = holder) => leaseSchema.parse(await ask(caller, 'leases.end', { leaseId })),
    leases: async (caller = admin) => leasesSchema.parse(await ask(caller, 'leases.list')).leases,
    async left() {
      const here = new Set(await idsHere())
      const all = await authorizationsAt(sandbox.url, watcher.token)
      return all.map(({ description }) => description).filter((description) => here.has(description))
    },
    async tried(token) {
      const headers = { authorization: `Bearer ${token}`, accept: 'application/vnd.heroku+json; version=3' }
      return (await fetch(`${sandbox.url}/account`, { headers })).status
    },
    async sweep({ live = false, services: by = services } = {}) {
      const run = { signal: new AbortController().signal, onError: fail }
      for (let found = -1; found !== 0; ) {
        await services.db
          .updateTable('leases')
          .set({ due_at: new Date(0) })
          .where('connection_id', '=', connectionId)
          .where('due_at', 'is not', null)
          .where('state', 'in', live ? ['making', 'ending', 'live'] : ['making', 'ending'])
          .execute()
        found = await runDueLeases(by, run)
      }
    },
  }
}

function fail(error: unknown): never {
  throw error
}

/** The types of the notices about a connection, in their order. */
export async function noticesOf({ services }: TestServices, connectionId: string): Promise<string[]> {
  const rows = await services.db
    .selectFrom('notices')
    .select(['type', 'payload'])
    .where('connection_id', '=', connectionId)
    .orderBy('created_at')
    .orderBy('id')
    .execute()
  return z.array(z.string()).parse(rows.map(({ type }) => type))
}
