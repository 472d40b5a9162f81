import { selectConnection, spendAllowance } from '@app-connections/db'
import type { App, SingleConnection } from '@app-connections/schemas'
import { checkConnection } from '../checks/check-connection.ts'
import { allowanceOf, paceOf } from '../checks/pace.ts'
import { findConnection } from '../connection/find.ts'
import { recordOpened } from '../connection/opened.ts'
import { shapeSingle } from '../connection/shape.ts'
import { RefreshTimeout } from '../credentials/refresh.ts'
import { unknownConnection } from '../failures/connections.ts'
import { afterFailure } from '../health/health.ts'
import type { MemberContext } from '../procedure/context.ts'

/**
 * Checks a connection at its platform now and returns it with its health. A credential that does not work is an answer;
 * only a failure that says nothing about the credential is an error. The audit event is stored before the credential is
 * used. Errors: 403, 404, 400 (another app; no OAuth client), 503 (too many calls of the account).
 */
export async function check({
  ctx,
  input,
}: {
  ctx: MemberContext
  input: { app: App; connectionId: string }
}): Promise<SingleConnection> {
  const { services, member } = ctx
  const found = await findConnection(ctx, input, 'connect')
  const connection = { orgId: found.org_id, id: found.id }
  await recordOpened(ctx, found, 'appConnections.check')
  const { failure } = await checkConnection(ctx, connection, false)
  await spendAllowance(services.db, connection, services.now(), paceOf(allowanceOf(services.providers, input.app)))
  const says = failure === undefined || (afterFailure(failure.failure) && !(failure instanceof RefreshTimeout))
  if (!says) throw failure
  const row = await selectConnection(services.db, found.org_id, found.id)
  if (row === undefined) throw unknownConnection(found.id)
  return shapeSingle(row, member)
}
