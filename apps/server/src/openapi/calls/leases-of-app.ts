import { type App, appName, leasesSchema, openedLeaseSchema } from '@app-connections/schemas'
import { leaseAnswer } from '../answers/answers.ts'
import { identifierOf } from '../answers/connection-answers.ts'
import * as cause from '../failures/causes.ts'
import type { CallsByProcedure } from './call.ts'

/** The calls about the leases of a connection of one app. */
export function leaseCallsOf(app: App): CallsByProcedure {
  const title = appName(app)
  const id = identifierOf(app)
  const ofAll = [...cause.unknownOrOther(app), cause.noLeases(app)]
  const ofOne = [...ofAll, cause.unknownLease]
  const opening = [...cause.leaseRefused, ...cause.fromPlatform(app)]
  return {
    'leases.create': {
      operationId: `create${id}Lease`,
      summary: `Open a lease on a ${title} connection`,
      description:
        'By a grant of the caller’s with `leases:create`. What is absent is as the grant has it: all its scopes, and an hour at most. The token is shown in this answer alone.',
      answer: openedLeaseSchema,
      example: { scopes: ['read'], seconds: 900 },
      causes: [...ofAll, ...opening],
    },
    'leases.list': {
      operationId: `list${id}Leases`,
      summary: `List the leases of a ${title} connection`,
      description:
        'Those that have not ended, and the last that have: all for admins of its scope, for others their own.',
      answer: leasesSchema,
      causes: ofAll,
    },
    'leases.get': {
      operationId: `get${id}Lease`,
      summary: `Read a lease of a ${title} connection`,
      description: 'One that has ended can be read for 30 days. The token is in no answer of this call.',
      answer: leaseAnswer,
      causes: ofOne,
    },
    'leases.end': {
      operationId: `end${id}Lease`,
      summary: `End a lease of a ${title} connection early`,
      description:
        'For its holder and for admins of the scope of the connection. Where the platform cannot do it now, it is `ending` and tried again; one that is `stuck` is tried once more.',
      answer: leaseAnswer,
      causes: [...ofOne, cause.leaseEnded],
    },
    'leases.renew': {
      operationId: `renew${id}Lease`,
      summary: `Renew a lease of a ${title} connection`,
      description: 'Opens another one with the same scopes in its place, with a new token, and ends it.',
      answer: openedLeaseSchema,
      example: { seconds: 900 },
      causes: [...ofOne, ...opening, cause.leaseEnded],
    },
  }
}
