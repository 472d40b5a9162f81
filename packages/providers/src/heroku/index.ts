import { defineProvider } from '../provider.ts'
import { apps } from './apps.ts'
import { allowance, check, headroom } from './check.ts'
import { createHerokuClient } from './client.ts'
import { connect } from './connect.ts'
import { herokuEnvironment } from './environment.ts'
import { createHerokuIdentity } from './identity.ts'
import { createHerokuOAuth } from './oauth.ts'
import { revoke } from './revoke.ts'
import { storedCredential } from './stored.ts'

/** Heroku (https://devcenter.heroku.com/articles/platform-api-reference). */
export const heroku = defineProvider(herokuEnvironment, (environment, http) => {
  const client = createHerokuClient(http, environment.HEROKU_API_URL)
  const {
    HEROKU_ID_URL: idUrl,
    HEROKU_OAUTH_CLIENT_ID: clientId,
    HEROKU_OAUTH_CLIENT_SECRET: clientSecret,
  } = environment
  const oauth =
    clientId === undefined || clientSecret === undefined
      ? undefined
      : createHerokuOAuth({ client, identity: createHerokuIdentity(http, { idUrl, clientSecret }), idUrl, clientId })
  return {
    app: 'heroku',
    connect: (input, deadline) => connect(client, input, deadline),
    apps: (stored, deadline) => apps(client, stored, deadline),
    allowance,
    headroom: (stored, deadline) => headroom(client, stored, deadline),
    check: (stored, deadline) => check(client, stored, deadline),
    revoke: (stored, deadline) => revoke(client, stored, deadline),
    refreshable: (stored) => storedCredential.parse(stored).refreshToken !== undefined,
    ...(oauth === undefined ? {} : { oauth }),
  }
})
