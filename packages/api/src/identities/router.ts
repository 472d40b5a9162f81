import { createClientSecretSchema, createIdentitySchema } from '@app-connections/schemas'
import { memberProcedure, router } from '../trpc.ts'
import { createIdentity } from './create.ts'
import { createClientSecret } from './create-client-secret.ts'

export const identitiesRouter = router({
  create: memberProcedure.input(createIdentitySchema).mutation(createIdentity),
})

export const clientSecretsRouter = router({
  create: memberProcedure.input(createClientSecretSchema).mutation(createClientSecret),
})
