import { connectionRefSchema, createConnectionSchema, listConnectionsSchema } from '@app-connections/schemas'
import { memberProcedure, router } from '../trpc.ts'
import { create } from './create.ts'
import { get } from './get.ts'
import { list } from './list.ts'
import { remove } from './remove.ts'

export const appConnectionsRouter = router({
  create: memberProcedure.input(createConnectionSchema).mutation(create),
  list: memberProcedure.input(listConnectionsSchema).query(list),
  get: memberProcedure.input(connectionRefSchema).query(get),
  remove: memberProcedure.input(connectionRefSchema).mutation(remove),
})
