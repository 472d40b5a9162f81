import { accessTokenInputSchema, createStaticTokenSchema, loginSchema } from '@app-connections/schemas'
import * as z from 'zod'
import { memberProcedure, publicProcedure, router } from '../procedure/trpc.ts'
import { createStaticToken } from './create-static.ts'
import { listAccessTokens } from './list.ts'
import { login } from './login.ts'
import { removeAccessToken } from './remove.ts'
import { renew } from './renew.ts'
import { revoke } from './revoke.ts'

const ofLogin = publicProcedure.meta({ limit: 'login' })

export const accessTokensRouter = router({
  login: ofLogin.input(loginSchema).mutation(login),
  renew: ofLogin.input(accessTokenInputSchema).mutation(renew),
  revoke: ofLogin.input(accessTokenInputSchema).mutation(revoke),
  createStatic: memberProcedure
    .meta({ manages: ['create', 'access-tokens'] })
    .input(createStaticTokenSchema)
    .mutation(createStaticToken),
  list: memberProcedure
    .meta({ manages: ['read', 'access-tokens'] })
    .input(z.object({ identityId: z.uuid() }))
    .query(listAccessTokens),
  remove: memberProcedure
    .meta({ manages: ['delete', 'access-tokens'] })
    .input(z.object({ accessTokenId: z.uuid() }))
    .mutation(removeAccessToken),
})
