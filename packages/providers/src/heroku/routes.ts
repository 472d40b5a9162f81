import { readRoutes } from '../broker/route.ts'
import { accountRoutes } from './routes/account.ts'
import { addonsRoutes } from './routes/addons.ts'
import { answers } from './routes/answers.ts'
import { appsRoutes } from './routes/apps.ts'
import { catalogRoutes } from './routes/catalog.ts'
import { configurationRoutes } from './routes/configuration.ts'
import { pipelinesRoutes } from './routes/pipelines.ts'
import { runningRoutes } from './routes/running.ts'
import { spacesRoutes } from './routes/spaces.ts'
import { teamsRoutes } from './routes/teams.ts'

/**
 * Every route of Heroku's Platform API, `version=3` and `version=3.sdk` together, as Heroku's published schema has them
 * (heroku/heroku-go v6 and heroku/typescript-api-schema; `routes.test.ts` holds the table against both).
 */
export const herokuRoutes = readRoutes(
  {
    ...appsRoutes,
    ...configurationRoutes,
    ...runningRoutes,
    ...addonsRoutes,
    ...pipelinesRoutes,
    ...accountRoutes,
    ...teamsRoutes,
    ...spacesRoutes,
    ...catalogRoutes,
  },
  {
    resourceParameter: 'app',
    // The CLI reads which release a change of config vars has made, and calls the change failed where it may not.
    includes: { 'config-vars:write': ['GET /apps/{app}/releases'] },
    // With a slug instead, a release deploys other code.
    onlyFields: { 'POST /apps/{app}/releases': ['release'] },
    answers,
  },
)
