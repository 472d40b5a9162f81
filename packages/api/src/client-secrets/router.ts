import { createClientSecretSchema } from '@app-connections/schemas'
import * as z from 'zod'
import { memberProcedure, router } from '../procedure/trpc.ts'
import { createClientSecret } from './create.ts'
import { listClientSecrets } from './list.ts'
import { removeClientSecret } from './remove.ts'

export const clientSecretsRouter = router({
  create: memberProcedure
    .meta({ manages: ['create', 'client-secrets'] })
    .input(createClientSecretSchema)
    .mutation(createClientSecret),
  list: memberProcedure
    .meta({ manages: ['read', 'client-secrets'] })
    .input(z.object({ identityId: z.uuid() }))
    .query(listClientSecrets),
  remove: memberProcedure
    .meta({ manages: ['delete', 'client-secrets'] })
    .input(z.object({ clientSecretId: z.uuid() }))
    .mutation(removeClientSecret),
})
