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
  setRotationSchema,
  settleCredentialSchema,
  updateConnectionSchema,
} from '@app-connections/schemas'
import { callerProcedure, memberProcedure, router } from '../procedure/trpc.ts'
import { readRotation } from '../rotation/read.ts'
import { rollBackRotation } from '../rotation/roll-back.ts'
import { rotateCredentials } from '../rotation/rotate-credentials.ts'
import { setRotation, stopRotation } from '../rotation/set-rotation.ts'
import { settleCredential } from '../rotation/settle.ts'
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
  rotateCredentials: memberProcedure.input(connectionRefSchema).mutation(rotateCredentials),
  rotation: memberProcedure.input(connectionRefSchema).query(readRotation),
  setRotation: memberProcedure.input(setRotationSchema).mutation(setRotation),
  stopRotation: memberProcedure.input(connectionRefSchema).mutation(stopRotation),
  rollBackRotation: memberProcedure.input(connectionRefSchema).mutation(rollBackRotation),
  settleCredential: memberProcedure.input(settleCredentialSchema).mutation(settleCredential),
  uses: memberProcedure.meta({ manages: ['read', 'audit-events'] }).query(uses),
  usage: memberProcedure.input(connectionRefSchema).query(usage),
  options: callerProcedure.query(options),
})
