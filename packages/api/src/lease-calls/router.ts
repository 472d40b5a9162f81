import { connectionRefSchema, createLeaseSchema, leaseRefSchema, renewLeaseSchema } from '@app-connections/schemas'
import { memberProcedure, router } from '../procedure/trpc.ts'
import { createLease, renewLease } from './create.ts'
import { endLeaseEarly } from './end.ts'
import { getLease, listLeases } from './read.ts'

export const leasesRouter = router({
  create: memberProcedure.input(createLeaseSchema).mutation(createLease),
  renew: memberProcedure.input(renewLeaseSchema).mutation(renewLease),
  list: memberProcedure.input(connectionRefSchema).query(listLeases),
  get: memberProcedure.input(leaseRefSchema).query(getLease),
  end: memberProcedure.input(leaseRefSchema).mutation(endLeaseEarly),
})
