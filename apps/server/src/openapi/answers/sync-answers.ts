import {
  type App,
  appName,
  connectionUsageSchema,
  destinationSchemaOf,
  driftSchema,
  duplicateSchema,
  planSchema,
  syncApps,
  syncOptionSchema,
  syncSchema,
} from '@app-connections/schemas'
import * as z from 'zod'
import type { SchemaNames } from '../schema/json-schema.ts'
import { exampleDrift, exampleIds, examplePlan, exampleProject, exampleSync } from '../words/examples.ts'
import { nouns } from '../words/nouns.ts'
import { identifierOf } from './connection-answers.ts'

/** The schemas of the answers about syncs to one app. Adds each to `names`. */
function answersTo(app: App, names: SchemaNames) {
  const title = appName(app)
  const name = identifierOf(app)
  const { fields } = nouns.secretSyncs
  const example = exampleSync(app)
  const sync = syncSchema
    .extend({
      destination: z.literal(app),
      connection: syncSchema.shape.connection.extend({ app: z.literal(app) }),
      destinationConfig: destinationSchemaOf(app),
    })
    .register(names, { id: `${name}SecretSync`, description: `A sync to ${title}.`, fields, examples: [example] })
  const plan = planSchema
    .omit({ id: true, release: true, digest: true })
    .extend({ planId: z.uuid(), remoteState: z.object({ release: z.int(), digest: z.string() }) })
    .register(names, {
      id: `${name}SecretSyncPlan`,
      description: `What a sync would change at ${title}, or has changed.`,
      fields,
      examples: [examplePlan],
    })
  return {
    sync,
    one: z.object({ secretSync: sync }).register(names, {
      id: `${name}SecretSyncAnswer`,
      description: `One sync to ${title}.`,
      examples: [{ secretSync: example }],
    }),
    many: z.object({ secretSyncs: z.array(sync) }).register(names, {
      id: `${name}SecretSyncsAnswer`,
      description: `Syncs to ${title}, by name.`,
      examples: [{ secretSyncs: [example] }],
    }),
    plan,
    plans: z.object({ plans: z.array(plan) }).register(names, {
      id: `${name}SecretSyncPlansAnswer`,
      description: `Plans of a sync to ${title}, newest first.`,
      examples: [{ plans: [examplePlan] }],
    }),
    drift: z.object({ drift: driftSchema }).register(names, {
      id: `${name}SecretSyncDriftAnswer`,
      description: `What others have changed at ${title} of the keys of a sync.`,
      fields,
      examples: [{ drift: exampleDrift }],
    }),
    duplicate: duplicateSchema.extend({}).register(names, {
      id: `${name}SecretSyncDuplicateAnswer`,
      description: `Whether a resource of ${title} has a sync.`,
      fields,
      examples: [{ hasDuplicate: false }],
    }),
  }
}

/** The schemas of the answers about syncs, and about what depends on a connection. Adds each to `names`. */
export function syncAnswers(names: SchemaNames) {
  const syncAnswersByApp = new Map(
    syncApps.map((app): [App, ReturnType<typeof answersTo>] => [app, answersTo(app, names)]),
  )

  /** The schemas of the answers about syncs to an app. */
  function syncAnswersOf(app: App): ReturnType<typeof answersTo> {
    const found = syncAnswersByApp.get(app)
    if (found === undefined) throw new Error(`syncs to ${app} have no answers in the API document`)
    return found
  }

  const syncsAnswer = z
    .object({ secretSyncs: z.array(z.union([...syncAnswersByApp.values()].map(({ sync }) => sync))) })
    .register(names, {
      id: 'SecretSyncsAnswer',
      description: 'Syncs to all apps, by name.',
      examples: [{ secretSyncs: syncApps.map(exampleSync) }],
    })

  const syncOptionsAnswer = z.object({ secretSyncOptions: z.array(syncOptionSchema) }).register(names, {
    id: 'SecretSyncOptionsAnswer',
    description: 'What can be synced to, by name.',
    fields: nouns.secretSyncs.fields,
    examples: [
      {
        secretSyncOptions: syncApps.map((app) => ({
          ...{ name: appName(app), connection: app, destination: app, canImportSecrets: true },
        })),
      },
    ],
  })

  const usageAnswer = connectionUsageSchema.register(names, {
    id: 'ConnectionUsageAnswer',
    description: 'What depends on a connection, by project.',
    examples: [
      {
        projects: [
          {
            ...exampleProject,
            resources: {
              secretSyncs: [{ id: exampleIds.syncId, name: 'storefront-production' }],
              ...{ secretRotations: [], externalCas: [], dataSources: [] },
            },
          },
        ],
      },
    ],
  })

  return { syncAnswersOf, syncsAnswer, syncOptionsAnswer, usageAnswer }
}
