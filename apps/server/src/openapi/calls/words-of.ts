import { appSchema, syncApps } from '@app-connections/schemas'
import type { RestRoute, StreamRoute } from '../../rest/route.ts'
import { accessTokenCalls } from './access-tokens.ts'
import { auditEventCalls, exportCall } from './audit-events.ts'
import type { CallWords } from './call.ts'
import { connectionCalls } from './connections.ts'
import { connectionCallsOf } from './connections-of-app.ts'
import { deviceLoginCalls } from './device-logins.ts'
import { grantCallsOf } from './grants-of-app.ts'
import { leaseCallsOf } from './leases-of-app.ts'
import { proofCalls, proofCallsOf } from './proofs-of-app.ts'
import { rotationCallsOf } from './rotation-of-app.ts'
import { rawSecretCalls, secretCalls } from './secrets.ts'
import { syncCalls, syncCallsOf } from './syncs.ts'

/** The parts of a route that the document uses. */
export type DocumentedRoute = Pick<
  RestRoute,
  | 'method'
  | 'path'
  | 'access'
  | 'personalToken'
  | 'procedure'
  | 'app'
  | 'form'
  | 'sendsBody'
  | 'inQuery'
  | 'renames'
  | 'variant'
> &
  Partial<Pick<RestRoute, 'answer'> & Pick<StreamRoute, 'stream'>>

const calls = {
  ...connectionCalls,
  ...proofCalls,
  ...accessTokenCalls,
  ...deviceLoginCalls,
  ...auditEventCalls,
  ...secretCalls,
  ...syncCalls,
}
const callsByVariant = { raw: rawSecretCalls }
const callsByApp = new Map(
  appSchema.options.map((app) => [
    app,
    {
      ...connectionCallsOf(app),
      ...rotationCallsOf(app),
      ...grantCallsOf(app),
      ...leaseCallsOf(app),
      ...proofCallsOf(app),
      ...(syncApps.includes(app) ? syncCallsOf(app) : {}),
    },
  ]),
)

/** The words of a route. Throws where there are none, because every REST call must be documented. */
export function wordsOf({ procedure, app, stream, variant }: DocumentedRoute): CallWords {
  if (stream === true) return exportCall
  const usual = variant === undefined ? calls : callsByVariant[variant]
  const words = app === undefined ? usual[procedure] : callsByApp.get(app)?.[procedure]
  if (words === undefined) throw new Error(`${procedure} has no words in the API document`)
  return words
}
