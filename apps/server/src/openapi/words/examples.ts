import {
  type App,
  type AuditEvent,
  apps,
  type Connection,
  destinationConfigOf,
  type Grant,
  type Health,
  resourcesOf,
  type Secret,
  type Sync,
  syncAppSchema,
} from '@app-connections/schemas'

/** Values that examples share, so that a reader recognizes them. None is real. */
export const exampleIds = {
  connectionId: '019a2b3c-4d5e-7f60-8172-93a4b5c6d7e8',
  orgId: '019a2b3c-0000-7000-8000-00000000000a',
  projectId: '019a2b3c-0000-7000-8000-0000000000b1',
  identityId: '019a2b3c-0000-7000-8000-0000000000c2',
  tokenId: '019a2b3c-0000-7000-8000-0000000000d3',
  eventId: '019a2b3c-0000-7000-8000-0000000000e4',
  grantId: '019a2b3c-0000-7000-8000-0000000000f6',
  leaseId: '019a2b3c-0000-7000-8000-0000000000b9',
  secretId: '019a2b3c-0000-7000-8000-0000000000f7',
  syncId: '019a2b3c-0000-7000-8000-0000000000f8',
  planId: '019a2b3c-0000-7000-8000-0000000000f9',
  reqId: 'req-EXAMPLE00000',
} as const

const { connectionId, orgId, projectId, identityId, tokenId, eventId, grantId, reqId } = exampleIds
const time = '2026-01-31T09:30:00.000Z'

export const exampleAccessToken = {
  accessToken: `act_${'EXAMPLE'.padEnd(43, '0')}`,
  expiresIn: 2_592_000,
  accessTokenMaxTTL: 2_592_000,
  tokenType: 'Bearer',
} as const

export const exampleLogin = {
  clientId: '019a2b3c-0000-7000-8000-0000000000f5',
  clientSecret: `acs_${'EXAMPLE'.padEnd(43, '0')}`,
} as const

export const exampleDeviceLogin = {
  device_code: `acd_${'EXAMPLE'.padEnd(43, '0')}`,
  user_code: 'WDJB-MJHT',
  verification_uri: 'https://connections.example.com/device',
  verification_uri_complete: 'https://connections.example.com/device?user_code=WDJB-MJHT',
  expires_in: 600,
  interval: 5,
} as const

export const exampleTakenLogin = {
  access_token: `acp_${'EXAMPLE'.padEnd(43, '0')}`,
  token_type: 'Bearer',
  expires_in: 2_592_000,
  person: { id: '019a2b3c-0000-7000-8000-0000000000a8', name: 'Ada', email: 'ada@example.com' },
  organization: { id: orgId, name: 'Acme', slug: 'acme' },
} as const

export const exampleCursor = 'WyJleGFtcGxlIiwiLi4uIl0'

export const exampleEtag = `"${connectionId}.1"`

export const exampleProject = { id: projectId, name: 'Storefront', slug: 'storefront', type: 'secret-manager' } as const

const health: Health = {
  status: 'healthy',
  reason: 'works',
  since: time,
  lastSuccessAt: time,
  nextCheckAt: '2026-02-01T09:30:00.000Z',
  expiresAt: null,
  remedy: null,
  account: { id: '019a2b3c-0000-7000-8000-0000000000a1', email: 'ada@example.com', scope: null },
  observed: { account: 'yes', apps: 'not_tried', configVars: 'not_tried' },
}

const connection: Omit<Connection, 'app' | 'method'> = {
  id: connectionId,
  name: 'storefront',
  description: 'Deploys of the storefront',
  credentials: {},
  version: 1,
  orgId,
  createdAt: time,
  updatedAt: time,
  isPlatformManagedCredentials: false,
  gatewayId: null,
  projectId,
  isAutoRotationEnabled: false,
  credentialsHash: '0'.repeat(64),
  project: exampleProject,
  health,
}

export function exampleConnection(app: App) {
  return { ...connection, app, method: apps[app].examples.credentials.method }
}

export const exampleAuditEvent: AuditEvent = {
  id: eventId,
  at: time,
  actor: { type: 'identity', id: identityId, tokenId },
  address: '192.0.2.1',
  userAgent: 'curl/8.5.0',
  action: 'appConnections.remove',
  target: { type: 'app-connection', id: connectionId },
  projectId,
  outcome: 'success',
  reqId,
  detail: { name: 'storefront' },
}

export function exampleGrant(app: App): Grant {
  return {
    id: grantId,
    connectionId,
    app,
    subject: { type: 'identity', id: identityId, name: 'deploy' },
    actions: ['config-vars:read', 'config-vars:write'],
    apps: [{ id: '019a2b3c-0000-7000-8000-0000000000a7', name: 'storefront' }],
    keys: ['LOG_LEVEL', 'FEATURE_*'],
    expiresAt: '2026-02-28T00:00:00.000Z',
    usesLeft: null,
    changesPerDay: 20,
    lease: null,
    parentId: null,
    createdBy: { type: 'person', id: '019a2b3c-0000-7000-8000-0000000000a8', name: 'Ada' },
    createdAt: time,
    endedAt: null,
    live: true,
  }
}

export const exampleSecret: Secret = {
  id: exampleIds.secretId,
  _id: exampleIds.secretId,
  workspace: projectId,
  workspaceId: projectId,
  environment: 'production',
  secretPath: '/',
  version: 3,
  type: 'shared',
  secretKey: 'LOG_LEVEL',
  secretValue: 'info',
  secretValueHidden: false,
  secretComment: 'How much the web processes say',
  writeOnly: false,
  secretReminderNote: null,
  secretReminderRepeatDays: null,
  skipMultilineEncoding: false,
  isRotatedSecret: false,
  rotationId: null,
  secretMetadata: [],
  tags: [],
  actor: { actorId: identityId, actorType: 'identity' },
  createdAt: time,
  updatedAt: time,
}

const run = { status: 'succeeded', jobId: '019a2b3c-0000-7000-8000-0000000000fa' } as const

export function exampleSync(app: App): Sync {
  const resource = resourcesOf(app)?.example ?? { id: 'example', name: 'example' }
  return {
    id: exampleIds.syncId,
    name: 'storefront-production',
    description: null,
    isAutoSyncEnabled: true,
    requiresApproval: false,
    version: 1,
    folderId: '019a2b3c-0000-7000-8000-0000000000fb',
    connectionId,
    projectId,
    createdAt: time,
    updatedAt: time,
    ...{ syncStatus: run.status, lastSyncJobId: run.jobId, lastSyncMessage: null, lastSyncedAt: time },
    ...{ importStatus: null, lastImportJobId: null, lastImportMessage: null, lastImportedAt: null },
    ...{ removeStatus: null, lastRemoveJobId: null, lastRemoveMessage: null, lastRemovedAt: null },
    syncOptions: { initialSyncBehavior: 'import-prioritize-source', disableSecretDeletion: true },
    connection: { app, name: 'storefront', id: connectionId },
    environment: { slug: 'production', name: 'production', id: '019a2b3c-0000-7000-8000-0000000000fc' },
    folder: { id: '019a2b3c-0000-7000-8000-0000000000fb', path: '/' },
    destination: syncAppSchema.parse(app),
    destinationConfig: destinationConfigOf(app, resource),
  }
}

export const examplePlan = {
  planId: exampleIds.planId,
  remoteState: { release: 41, digest: '0'.repeat(32) },
  ...{ hash: '0'.repeat(64), madeBy: null, approvedBy: null, approvedAt: null },
  syncId: exampleIds.syncId,
  kind: 'sync',
  undoes: null,
  state: 'planned',
  releaseMade: null,
  rows: [
    {
      ...{ key: 'LOG_LEVEL', action: 'change', owner: 'sync', ownerId: exampleIds.syncId },
      ...{ before: '0f343b0931126a20', after: '1e2d5f7a90b3c4d6', taken: false },
    },
    {
      ...{ key: 'DATABASE_URL', action: 'attachment', owner: 'attachment', ownerId: null },
      ...{ before: '9c1185a5c5e9fc54', after: '9c1185a5c5e9fc54', taken: false },
    },
  ],
  warnings: [],
  outcome: null,
  createdAt: time,
  endedAt: null,
} as const

export const exampleDrift = {
  syncId: exampleIds.syncId,
  lookedAt: time,
  message: null,
  release: 43,
  keys: [{ key: 'LOG_LEVEL', change: 'changed', known: '1e2d5f7a90b3', there: '0f343b093112', release: 43 }],
  releases: [
    { version: 43, description: 'Set LOG_LEVEL config vars', by: 'ada@example.com', at: '2026-01-31T09:30:00Z' },
  ],
} as const
