import { callTRPCProcedure } from '@trpc/server'
import { accessTokensRouter } from './access-tokens/router.ts'
import { appConnectionsRouter } from './app-connections/router.ts'
import { auditEventsRouter } from './audit-events/router.ts'
import { clientSecretsRouter } from './client-secrets/router.ts'
import { deviceLoginsRouter } from './device-logins/router.ts'
import { grantsRouter } from './grants/router.ts'
import { identitiesRouter } from './identities/router.ts'
import { invitationsRouter } from './invitations/router.ts'
import { leasesRouter } from './lease-calls/router.ts'
import { membersRouter } from './members/router.ts'
import { oauthRouter } from './oauth/router.ts'
import { organizationsRouter } from './organizations/router.ts'
import { peopleRouter } from './people/router.ts'
import { personalTokensRouter } from './personal-tokens/router.ts'
import type { Context } from './procedure/context.ts'
import { router } from './procedure/trpc.ts'
import { projectsRouter } from './projects/router.ts'
import { proofsRouter } from './proofs/router.ts'
import { secretSyncsRouter } from './secret-syncs/router.ts'
import { secretsRouter } from './secrets/router.ts'
import { sessionRouter } from './session/router.ts'
import { setupRouter } from './setup/router.ts'
import { webhooksRouter } from './webhooks/router.ts'

/** The one router: the web app, typed clients and the REST adapter all call it. */
export const appRouter = router({
  accessTokens: accessTokensRouter,
  appConnections: appConnectionsRouter,
  auditEvents: auditEventsRouter,
  clientSecrets: clientSecretsRouter,
  deviceLogins: deviceLoginsRouter,
  grants: grantsRouter,
  identities: identitiesRouter,
  invitations: invitationsRouter,
  leases: leasesRouter,
  members: membersRouter,
  oauth: oauthRouter,
  organizations: organizationsRouter,
  people: peopleRouter,
  personalTokens: personalTokensRouter,
  projects: projectsRouter,
  proofs: proofsRouter,
  secrets: secretsRouter,
  secretSyncs: secretSyncsRouter,
  session: sessionRouter,
  setup: setupRouter,
  webhooks: webhooksRouter,
})

export type AppRouter = typeof appRouter

type Procedures = typeof appRouter._def.record

/** The path of a procedure, for example `appConnections.create`. */
export type ProcedurePath = {
  [Noun in keyof Procedures & string]: `${Noun}.${keyof Procedures[Noun] & string}`
}[keyof Procedures & string]

/** Whether a procedure has that path. */
export function isProcedure(path: string): boolean {
  return Object.hasOwn(appRouter._def.procedures, path)
}

/**
 * Calls a procedure for a transport other than tRPC's. `input` is raw: the procedure limits, parses and authorizes as
 * for every transport. Rejects with errors that `publicError` translates.
 */
export async function callProcedure(
  ctx: Context,
  call: { path: ProcedurePath; type: 'query' | 'mutation'; input: unknown },
): Promise<unknown> {
  return callTRPCProcedure({
    router: appRouter,
    path: call.path,
    type: call.type,
    getRawInput: async () => call.input,
    ctx,
    signal: undefined,
    batchIndex: 0,
  })
}
