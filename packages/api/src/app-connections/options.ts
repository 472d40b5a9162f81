import { appName, appSchema, methodsOf } from '@app-connections/schemas'
import type { CallerContext } from '../procedure/context.ts'

/** The apps that can be connected and by which methods, by name; `oauthClientId` where this server is registered there. */
export function options({ ctx }: { ctx: CallerContext }) {
  return appSchema.options
    .map((app) => {
      const oauthClientId = ctx.services.providers.of(app).oauth?.clientId
      return {
        name: appName(app),
        app,
        methods: methodsOf(app),
        ...(oauthClientId === undefined ? {} : { oauthClientId }),
      }
    })
    .sort((a, b) => a.name.localeCompare(b.name, 'en'))
}
