import { exampleIds } from './examples.ts'
import type { Noun } from './noun.ts'

const { projectId, syncId } = exampleIds

export const secretSyncs = {
  tag: 'Secret syncs',
  description:
    'A sync sets the keys of a config set at a resource of a connection. It owns the keys that it has set there, and changes no others. Work in the background is a job, whose state the sync shows.',
  fields: {
    app: 'The third-party platform.',
    canImportSecrets: 'Whether values there can be taken into a set.',
    connection: 'The connection that it uses.',
    connectionId: 'The connection that it uses, in the organization or in the same project.',
    createdAt: 'ISO 8601, UTC, with milliseconds.',
    deleteForeignSecrets:
      'Whether keys that are nobody’s and not in the set are deleted as well. Only with overwrite-destination and deletion.',
    description: 'For people.',
    destination: 'The platform that it sets keys at.',
    destinationConfig: 'The resource there: its id, and its name.',
    digest: 'Of what the resource had: alike for plans that found the same.',
    disableSecretDeletion: 'Whether keys of its own stay there once the set has them no more.',
    duplicateProjectId: 'The project of that sync, where the caller may know it.',
    endedAt: 'When it was carried out, or was found to be void.',
    environment: 'The slug of the environment of the set.',
    excludeSyncId: 'A sync that does not count.',
    folder: 'The set that its keys come from.',
    folderId: 'The id of that set.',
    hasDuplicate: 'Whether another sync of the organization sets keys there.',
    holds: 'Whether the resource has the new value by now, the old one, or another.',
    importBehavior: 'Whose value stays where both have a key.',
    initialSyncBehavior:
      'What becomes of keys that are in both: the sync takes them over, or its first run takes the values there into the set.',
    isAutoSyncEnabled: 'Whether a change of the set is followed by a run.',
    keySchema:
      'What a key is called there: {{secretKey}} and {{environment}} stand for themselves. Empty for no other name.',
    kind: 'To sync, to undo another plan, or to remove the keys of the sync.',
    name: '1 to 256 of a-z and 0-9 in groups joined by single hyphens; unique in its project.',
    outcome: 'Of each key that it changes, which value the resource has. Null until it was carried out.',
    owner: 'Whose the key is. ownerId names another sync.',
    planId: 'The id of the plan.',
    projectId: 'The project of sync and set.',
    recursive: 'Whether the sets below the path are synced too. Only with overwrite-destination.',
    release: 'The version of the release that it was made for.',
    releaseMade: 'The version of the release that its change made; null for none.',
    remoteState: 'What the plan was made for: it is carried out only while that has not changed.',
    removeSecrets: 'Whether its keys are deleted there first; the sync is deleted once that has worked.',
    rows: 'Every key of set and resource, with digests in place of values.',
    secretPath: 'The path of the set.',
    skipConflicts: 'Whether keys that are in conflict are left as they are. Otherwise they refuse the plan.',
    state: 'sending until it is known how it ended; void where something had moved.',
    syncId: 'The id of the sync.',
    syncName: 'The name of the sync.',
    syncStatus: 'How its latest run is going. lastSyncedAt is when one last succeeded.',
    taken: 'Whether the sync takes over a key that was nobody’s.',
    undoes: 'The plan that it undoes.',
    updatedAt: 'ISO 8601, UTC, with milliseconds.',
    version: '+1 with every change of what it does.',
    'Idempotency-Key':
      'Makes the call safe to repeat for 24 hours: a repeat with the same body is given the first answer.',
  },
  examples: {
    projectId,
    syncId,
    syncName: 'storefront-production',
    importBehavior: 'prioritize-source',
    removeSecrets: 'false',
    'Idempotency-Key': 'create-storefront-sync-1',
  },
} satisfies Noun
