import {
  createSecretSchema,
  createSecretsSchema,
  exportTextSchema,
  getSecretSchema,
  importTextSchema,
  listKeysSchema,
  listSecretsSchema,
  listSetsSchema,
  removeSecretsSchema,
  secretRefSchema,
  updateSecretSchema,
  updateSecretsSchema,
} from '@app-connections/schemas'
import { memberProcedure, router } from '../procedure/trpc.ts'
import { createSecret, createSecrets } from './create.ts'
import { exportSecrets } from './export.ts'
import { getSecret } from './get.ts'
import { secretHistory } from './history.ts'
import { importSecrets } from './import.ts'
import { listKeys } from './keys.ts'
import { listSecrets } from './list.ts'
import { removeSecret, removeSecrets } from './remove.ts'
import { listSets } from './sets.ts'
import { updateSecret, updateSecrets } from './update.ts'

/** A call that writes many keys: each with a few fields. */
const many = memberProcedure.meta({ mostValues: 10_000 })

export const secretsRouter = router({
  // They show values and leave an event, which a mere link must not do.
  list: memberProcedure.meta({ opensCredential: true }).input(listSecretsSchema).query(listSecrets),
  get: memberProcedure.meta({ opensCredential: true }).input(getSecretSchema).query(getSecret),
  export: memberProcedure.meta({ opensCredential: true }).input(exportTextSchema).query(exportSecrets),
  create: memberProcedure.input(createSecretSchema).mutation(createSecret),
  update: memberProcedure.input(updateSecretSchema).mutation(updateSecret),
  remove: memberProcedure.input(secretRefSchema).mutation(removeSecret),
  createMany: many.input(createSecretsSchema).mutation(createSecrets),
  updateMany: many.input(updateSecretsSchema).mutation(updateSecrets),
  removeMany: many.input(removeSecretsSchema).mutation(removeSecrets),
  import: memberProcedure.input(importTextSchema).mutation(importSecrets),
  keys: memberProcedure.input(listKeysSchema).query(listKeys),
  history: memberProcedure.input(secretRefSchema).query(secretHistory),
  sets: memberProcedure.input(listSetsSchema).query(listSets),
})
