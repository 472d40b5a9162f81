import { authorizeRoutes } from './identity/authorize.ts'
import { identityTokenRoutes } from './identity/token.ts'
import { accountRoutes } from './platform/account.ts'
import { appDetailRoutes } from './platform/app-details.ts'
import { appRoutes } from './platform/apps.ts'
import { authorizationRoutes } from './platform/authorizations.ts'
import { clientRoutes } from './platform/clients.ts'
import { configVarRoutes } from './platform/config-vars.ts'
import { configVarSettingRoutes } from './platform/config-vars-settings.ts'
import { logSessionRoutes } from './platform/log-sessions.ts'
import { pipelineRoutes } from './platform/pipelines.ts'
import { promotionRoutes } from './platform/promotions.ts'
import { releaseRoutes } from './platform/releases.ts'
import { sessionRoutes } from './platform/sessions.ts'
import { teamRoutes } from './platform/teams.ts'
import { tokenRoutes } from './platform/tokens.ts'
import type { Route } from './routes.ts'

/** Every path the sandbox knows, a line a resource. Where two patterns fit, the earlier one wins. */
export const routes: readonly Route[] = [
  ...accountRoutes,
  ...appRoutes,
  ...appDetailRoutes,
  ...configVarRoutes,
  ...configVarSettingRoutes,
  ...releaseRoutes,
  ...logSessionRoutes,
  ...teamRoutes,
  ...pipelineRoutes,
  ...promotionRoutes,
  ...authorizationRoutes,
  ...clientRoutes,
  ...sessionRoutes,
  ...tokenRoutes,
  ...authorizeRoutes,
  ...identityTokenRoutes,
]
