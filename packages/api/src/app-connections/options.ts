import { appName, appSchema, methodsOf } from '@app-connections/schemas'
import { consentOf } from '../credentials/consent.ts'
import type { CallerContext } from '../procedure/context.ts'

/** The apps that can be connected and their methods, by name; `oauthClientId` where this server has a client there. */
export function options({ ctx }: { ctx: CallerContext }) {
  return appSchema.options
    .map((app) => {
      const oauthClientId = consentOf(ctx.services, app)?.clientId
      return {
        name: appName(app),
        app,
        methods: methodsOf(app),
        ...(oauthClientId === undefined ? {} : { oauthClientId }),
      }
    })
    .sort((a, b) => a.name.localeCompare(b.name, 'en'))
}
