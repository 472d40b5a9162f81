import { createClientSecretSchema, createIdentitySchema, updateIdentitySchema } from '@app-connections/schemas'
import * as z from 'zod'
import { memberProcedure, router } from '../trpc.ts'
import { createClientSecret, listClientSecrets, removeClientSecret } from './client-secrets.ts'
import { createIdentity, listIdentities, removeIdentity, updateIdentity } from './manage.ts'

const ofIdentity = z.object({ identityId: z.uuid() })

export const identitiesRouter = router({
  create: memberProcedure.input(createIdentitySchema).mutation(createIdentity),
  list: memberProcedure.query(listIdentities),
  update: memberProcedure.input(updateIdentitySchema).mutation(updateIdentity),
  remove: memberProcedure.input(ofIdentity).mutation(removeIdentity),
})

export const clientSecretsRouter = router({
  create: memberProcedure.input(createClientSecretSchema).mutation(createClientSecret),
  list: memberProcedure.input(ofIdentity).query(listClientSecrets),
  remove: memberProcedure.input(z.object({ clientSecretId: z.uuid() })).mutation(removeClientSecret),
})
