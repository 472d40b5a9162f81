import { defineProvider } from '../provider.ts'
import { apps } from './apps.ts'
import { createHerokuClient } from './client.ts'
import { connect } from './connect.ts'
import { herokuEnvironment } from './environment.ts'

/** Heroku (https://devcenter.heroku.com/articles/platform-api-reference). */
export const heroku = defineProvider(herokuEnvironment, (environment, http) => {
  const client = createHerokuClient(http, environment.HEROKU_API_URL)
  return {
    app: 'heroku',
    connect: (input, deadline) => connect(client, input, deadline),
    apps: (stored, deadline) => apps(client, stored, deadline),
  }
})
