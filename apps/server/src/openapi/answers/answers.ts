import {
  type App,
  accessTokenSchema,
  appName,
  appSchema,
  auditEventSchema,
  availableConnectionSchema,
  connectionProjectSchema,
  errorBodySchema,
  grantSchema,
  grantsPageSchema,
  healthSchema,
  issueSchema,
  methodsOf,
  secretSchema,
} from '@app-connections/schemas'
import * as z from 'zod'
import type { SchemaNames } from '../schema/json-schema.ts'
import {
  exampleAccessToken,
  exampleAuditEvent,
  exampleConnection,
  exampleGrant,
  exampleProject,
  exampleSecret,
} from '../words/examples.ts'
import { nouns } from '../words/nouns.ts'
import { connectionAnswers } from './connection-answers.ts'
import { nameDeviceLogins } from './device-login-answers.ts'
import { leaseAnswers } from './lease-answers.ts'
import { proofAnswers } from './proof-answers.ts'
import { rotationAnswers } from './rotation-answers.ts'
import { textAnswers } from './secret-text-answers.ts'
import { syncAnswers } from './sync-answers.ts'

/** The schemas of REST's answers, under the names that the document gives them. */
export const answers: SchemaNames = z.registry()

const connectionFields = nouns.appConnections.fields
const errorFields = { code: 'Which failure it is, for programs: the sentence may be reworded, the code stays.' }
const eventFields = nouns.auditEvents.fields

errorBodySchema.extend({ message: z.string() }).register(answers, {
  id: 'Error',
  description: 'A failure. `reqId` finds its cause in the log; `details` come with 403.',
  fields: errorFields,
})

errorBodySchema
  .omit({ details: true })
  .extend({ statusCode: z.literal(422), error: z.literal('ValidationFailure'), message: z.array(issueSchema) })
  .register(answers, {
    id: 'ValidationError',
    description: 'Every mistake in a request, all at once.',
    fields: errorFields,
  })

issueSchema.register(answers, {
  id: 'Issue',
  description: 'One mistake in a request: where and what. The value itself never appears.',
})

connectionProjectSchema.register(answers, {
  id: 'Project',
  description: 'The project that a connection belongs to.',
  examples: [exampleProject],
})

healthSchema.register(answers, {
  id: 'Health',
  description: 'Whether the credential of a connection works, as far as is known.',
  fields: {
    expiresAt: 'When the credential ends, where the platform says so.',
    lastSuccessAt: 'When it last worked.',
    nextCheckAt: 'When the service looks again by itself; null where only a new credential helps.',
    observed: 'What the credential was seen to reach when it was tried.',
    reason: 'Why, for programs.',
    remedy: 'What to do, in one sentence; null while there is nothing to do.',
    since: 'Since when it has been so.',
    status: 'degraded may pass by itself; reconnect_required needs a new credential or consent.',
  },
})

availableConnectionSchema.register(answers, {
  id: 'AvailableConnection',
  description: 'A connection as it is offered for use.',
  fields: connectionFields,
})

const answersByApp = new Map(appSchema.options.map((app) => [app, connectionAnswers(app, answers)]))

/** The schemas of the answers to the calls of an app. */
export function answersOf(app: App): ReturnType<typeof connectionAnswers> {
  const found = answersByApp.get(app)
  if (found === undefined) throw new Error(`${app} has no answers in the API document`)
  return found
}

export const connectionsAnswer = z
  .object({
    appConnections: z.array(z.union([...answersByApp.values()].map(({ connection }) => connection))),
    nextCursor: z.string().optional(),
  })
  .register(answers, {
    id: 'ConnectionsAnswer',
    description: 'Connections of all apps, by name.',
    fields: connectionFields,
    examples: [{ appConnections: appSchema.options.map(exampleConnection) }],
  })

const option = z.object({
  name: z.string(),
  app: appSchema,
  methods: z.array(z.string()),
  oauthClientId: z.string().optional(),
})

export const optionsAnswer = z.object({ appConnectionOptions: z.array(option) }).register(answers, {
  id: 'ConnectionOptionsAnswer',
  description: 'The apps that can be connected, by name.',
  examples: [
    {
      appConnectionOptions: appSchema.options.map((app) => ({ name: appName(app), app, methods: methodsOf(app) })),
    },
  ],
})

export const { rotationAnswer } = rotationAnswers(answers)

const exampleGrants = appSchema.options.slice(0, 1).map(exampleGrant)

grantSchema.register(answers, {
  id: 'Grant',
  description: 'The right of a person or a machine identity to use a connection.',
  fields: nouns.grants.fields,
  examples: exampleGrants,
})

export const grantAnswer = z.object({ grant: grantSchema }).register(answers, {
  id: 'GrantAnswer',
  description: 'One grant.',
  examples: exampleGrants.map((grant) => ({ grant })),
})

grantsPageSchema.register(answers, {
  id: 'GrantsAnswer',
  description: 'Grants of a connection, newest first.',
  fields: nouns.grants.fields,
  examples: [{ grants: exampleGrants }],
})

export const { leaseAnswer } = leaseAnswers(answers)

export const { proofAnswer, differenceAnswer, proxyRightsAnswer, usableAnswer } = proofAnswers(answers)

nameDeviceLogins(answers)

secretSchema.register(answers, {
  id: 'Secret',
  description: 'A key of a config set.',
  fields: nouns.secrets.fields,
  examples: [exampleSecret],
})

export const secretAnswer = z.object({ secret: secretSchema }).register(answers, {
  id: 'SecretAnswer',
  description: 'One key of a config set.',
  examples: [{ secret: exampleSecret }],
})

export const writtenSecretsAnswer = z.object({ secrets: z.array(secretSchema) }).register(answers, {
  id: 'WrittenSecretsAnswer',
  description: 'Keys of a config set, in the order of the call.',
  examples: [{ secrets: [exampleSecret] }],
})

export const { exportedAnswer, importedAnswer } = textAnswers(answers)

export const secretsAnswer = z
  .object({ secrets: z.array(secretSchema), imports: z.array(z.never()) })
  .register(answers, {
    id: 'SecretsAnswer',
    description: 'Keys of config sets, by path and name.',
    examples: [{ secrets: [exampleSecret], imports: [] }],
  })

export const { syncAnswersOf, syncsAnswer, syncOptionsAnswer, usageAnswer } = syncAnswers(answers)

accessTokenSchema.register(answers, {
  id: 'AccessToken',
  description: 'An access token. It is shown in no other place.',
  fields: nouns.accessTokens.fields,
  examples: [exampleAccessToken],
})

export const revokedAnswer = z.object({ message: z.string() }).register(answers, {
  id: 'RevokedAnswer',
  description: 'The token has ended.',
  examples: [{ message: 'Successfully revoked access token' }],
})

auditEventSchema.register(answers, {
  id: 'AuditEvent',
  description: 'One thing that was done or refused.',
  fields: eventFields,
  examples: [exampleAuditEvent],
})

export const auditEventsAnswer = z
  .object({ auditEvents: z.array(auditEventSchema), nextCursor: z.string().optional() })
  .register(answers, {
    id: 'AuditEventsAnswer',
    description: 'Audit events, newest first.',
    fields: eventFields,
    examples: [{ auditEvents: [exampleAuditEvent] }],
  })

export const auditEventLines = z.string().register(answers, {
  id: 'AuditEventLines',
  description: 'Newline-delimited JSON: an AuditEvent a line, newest first.',
  examples: [`${JSON.stringify(exampleAuditEvent)}\n`],
})
