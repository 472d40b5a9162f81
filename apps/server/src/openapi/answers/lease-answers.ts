import { appSchema, leaseFactsOf, leaseSchema, leasesSchema, openedLeaseSchema } from '@app-connections/schemas'
import * as z from 'zod'
import type { SchemaNames } from '../schema/json-schema.ts'
import { exampleLease, leases } from '../words/leases.ts'

const exampleLeases = appSchema.options
  .filter((app) => leaseFactsOf(app) !== undefined)
  .slice(0, 1)
  .map(exampleLease)

/** The schemas of the answers about leases. Adds each to `names`. */
export function leaseAnswers(names: SchemaNames) {
  const { fields } = leases
  leaseSchema.register(names, {
    id: 'Lease',
    description: 'A credential of a connection’s account that somebody holds for a while, without the credential.',
    fields,
    examples: exampleLeases,
  })

  openedLeaseSchema.register(names, {
    id: 'OpenedLease',
    description: 'A lease that was just opened, with its token.',
    fields,
    examples: exampleLeases.map((lease) => ({ lease, token: 'EXAMPLE'.padEnd(36, '0') })),
  })

  leasesSchema.register(names, {
    id: 'LeasesAnswer',
    description: 'Leases of a connection, newest first.',
    fields,
    examples: [{ leases: exampleLeases }],
  })

  const leaseAnswer = z.object({ lease: leaseSchema }).register(names, {
    id: 'LeaseAnswer',
    description: 'One lease.',
    fields,
    examples: exampleLeases.map((lease) => ({ lease })),
  })
  return { leaseAnswer }
}
