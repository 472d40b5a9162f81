import type { Route } from '@app-connections/providers'
import type { App } from '@app-connections/schemas'
import { noGrants } from '../failures/grants.ts'
import type { MemberContext } from '../procedure/context.ts'

/** What can be asked of a platform through a grant, or 400. */
export function requireRoutes({ services }: MemberContext, app: App): readonly Route[] {
  const { broker } = services.providers.of(app)
  if (broker === undefined) throw noGrants(app)
  return broker.routes
}
