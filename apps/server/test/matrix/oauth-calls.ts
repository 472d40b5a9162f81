import { randomUUID } from 'node:crypto'
import { insertRow } from '../rest-family/connections.ts'
import { type MakeCell, projectOf, simply } from './world.ts'

const app = 'heroku'

export const oauthCalls: Record<string, MakeCell> = {
  'see how OAuth is set up': simply('oauth.setup', () => ({ app })),
  'test the OAuth client': simply('oauth.selfTest', () => ({ app })),
  'start a consent': async (world, scope, _caller, unknown) => {
    const projectId = projectOf(world, scope, unknown)
    const input = { app, purpose: 'create', name: 'consented', ...(projectId === undefined ? {} : { projectId }) }
    return { procedure: 'oauth.start', input, echoed: [projectId ?? ''] }
  },
  'start a reconnection': async (world, scope, _caller, unknown) => {
    const place = { org_id: world.organization.orgId, project_id: projectOf(world, scope) ?? null }
    const connectionId = unknown ? randomUUID() : await insertRow(world.family, { ...place, method: 'oauth' })
    return {
      procedure: 'oauth.start',
      input: { app, purpose: 'reconnect', connectionId },
      echoed: [connectionId],
    }
  },
  // The state names the person of the consent. What that person may do is tested with the consents.
  'come back from a consent': simply('oauth.finish', () => ({ app, state: randomUUID(), code: 'x' })),
}
