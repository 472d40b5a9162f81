import {
  accessTokenSchema,
  appSchema,
  auditEventSchema,
  connectionProjectSchema,
  errorBodySchema,
  issueSchema,
} from '@app-connections/schemas'
import * as z from 'zod'
import { connectionAnswers } from './connection-answers.ts'
import { exampleAccessToken, exampleAuditEvent, exampleConnection, exampleProject } from './examples.ts'
import type { SchemaNames } from './json-schema.ts'
import { nouns } from './nouns.ts'

/** What REST answers: every schema that the document names. */
export const answers: SchemaNames = z.registry()

const connectionFields = nouns.appConnections.fields
const eventFields = nouns.auditEvents.fields

/** Every failure but that of an input. */
errorBodySchema.extend({ message: z.string() }).register(answers, {
  id: 'Error',
  description: 'A failure. `reqId` finds its cause in the log; `details` come with 403.',
})

issueSchema.register(answers, {
  id: 'Issue',
  description: 'One mistake in a request: where and what. The value itself never appears.',
})

errorBodySchema
  .omit({ details: true })
  .extend({ statusCode: z.literal(422), error: z.literal('ValidationFailure'), message: z.array(issueSchema) })
  .register(answers, { id: 'ValidationError', description: 'Every mistake in a request, all at once.' })

connectionProjectSchema.register(answers, {
  id: 'Project',
  description: 'The project that a connection belongs to.',
  examples: [exampleProject],
})

/** One app's connections, alone and in lists, by app. */
export const answersByApp = new Map(appSchema.options.map((app) => [app, connectionAnswers(app, answers)]))

const [anyApp] = appSchema.options

/** The connections of all apps. */
export const connectionsAnswer = z
  .object({
    appConnections: z.array(z.union([...answersByApp.values()].map(({ connection }) => connection))),
    nextCursor: z.string().optional(),
  })
  .register(answers, {
    id: 'ConnectionsAnswer',
    description: 'Connections of all apps, by name.',
    fields: connectionFields,
    examples: anyApp === undefined ? [] : [{ appConnections: [exampleConnection(anyApp)] }],
  })
