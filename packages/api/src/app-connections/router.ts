import {
  availableConnectionsSchema,
  connectionActivityInputSchema,
  connectionByNameSchema,
  connectionRefSchema,
  createConnectionSchema,
  getConnectionSchema,
  listConnectionsSchema,
  nameAvailableSchema,
  removeConnectionSchema,
  restoreConnectionSchema,
  updateConnectionSchema,
} from '@app-connections/schemas'
import { callerProcedure, memberProcedure, router } from '../procedure/trpc.ts'
import { activity } from './activity.ts'
import { available } from './available.ts'
import { check } from './check.ts'
import { create } from './create.ts'
import { get } from './get.ts'
import { getByName } from './get-by-name.ts'
import { list } from './list.ts'
import { listDeleted } from './list-deleted.ts'
import { nameAvailable } from './name-available.ts'
import { options } from './options.ts'
import { overview } from './overview.ts'
import { platformApps } from './platform-apps.ts'
import { remove } from './remove.ts'
import { restore } from './restore.ts'
import { update } from './update.ts'
import { usage } from './usage.ts'
import { uses } from './uses.ts'

export const appConnectionsRouter = router({
  create: memberProcedure.input(createConnectionSchema).mutation(create),
  list: memberProcedure.input(listConnectionsSchema).query(list),
  available: memberProcedure.input(availableConnectionsSchema).query(available),
  get: memberProcedure.input(getConnectionSchema).query(get),
  getByName: memberProcedure.input(connectionByNameSchema).query(getByName),
  nameAvailable: memberProcedure.input(nameAvailableSchema).query(nameAvailable),
  overview: memberProcedure.query(overview),
  activity: memberProcedure.input(connectionActivityInputSchema).query(activity),
  update: memberProcedure.input(updateConnectionSchema).mutation(update),
  remove: memberProcedure.input(removeConnectionSchema).mutation(remove),
  restore: memberProcedure.input(restoreConnectionSchema).mutation(restore),
  deleted: memberProcedure.query(listDeleted),
  check: memberProcedure.input(connectionRefSchema).mutation(check),
  apps: memberProcedure.meta({ opensCredential: true }).input(connectionRefSchema).query(platformApps),
  uses: memberProcedure.meta({ manages: ['read', 'audit-events'] }).query(uses),
  usage: memberProcedure.input(connectionRefSchema).query(usage),
  options: callerProcedure.query(options),
})
