import { apps as registry } from '@app-connections/schemas'
import type { Session } from '../contract.ts'
import { defineProvider } from '../define.ts'
import { apps } from './apps.ts'
import { broker, brokerSession } from './broker.ts'
import { allowance, check, headroom } from './check.ts'
import { createHerokuClient, type HerokuClient } from './client.ts'
import { configRules, createHerokuConfig } from './config.ts'
import { connect } from './connect.ts'
import { herokuEnvironment } from './environment.ts'
import { createHerokuIdentity } from './identity.ts'
import { leasing } from './leasing.ts'
import { createHerokuOAuth } from './oauth.ts'
import { revoke } from './revoke.ts'
import { rotation } from './rotation.ts'
import { type StoredCredential, storedCredential } from './stored.ts'

/** Heroku (https://devcenter.heroku.com/articles/platform-api-reference). */
export const heroku = defineProvider(
  registry.heroku,
  { environment: herokuEnvironment, stored: storedCredential },
  (environment, http) => {
    const client = createHerokuClient(http, environment.HEROKU_API_URL)
    const config = createHerokuConfig(client)
    const {
      HEROKU_ID_URL: idUrl,
      HEROKU_OAUTH_CLIENT_ID: clientId,
      HEROKU_OAUTH_CLIENT_SECRET: clientSecret,
    } = environment
    const registered = clientId !== undefined && clientSecret !== undefined
    return {
      allowance,
      broker,
      config: configRules,
      methods: {
        'auth-token': {
          connect: ({ authToken }, deadline) => connect(client, authToken, deadline),
          revoke: (stored, deadline) => revoke(client, stored, deadline),
          rotation: ({ authToken }) => rotation(client, authToken),
          leasing: ({ authToken }) => leasing(client, authToken),
        },
        oauth: {
          refreshable: ({ refreshToken }) => refreshToken !== undefined,
          leasing: ({ authToken }) => leasing(client, authToken),
          revoke: (stored, deadline) => revoke(client, stored, deadline),
          ...(registered
            ? createHerokuOAuth({
                client,
                identity: createHerokuIdentity(http, { idUrl, clientSecret }),
                idUrl,
                clientId,
              })
            : {}),
        },
      },
      open: (stored) => ({
        ...session(client, stored),
        config: config(stored.authToken),
        broker: brokerSession({ http, client, apiUrl: environment.HEROKU_API_URL, token: stored.authToken }),
      }),
    }
  },
)

function session(client: HerokuClient, stored: StoredCredential): Session {
  return {
    check: (deadline) => check(client, stored, deadline),
    headroom: (deadline) => headroom(client, stored.authToken, deadline),
    resources: (deadline) => apps(client, stored.authToken, deadline),
  }
}
