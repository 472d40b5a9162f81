import {
  type App,
  appName,
  apps,
  availableConnectionSchema,
  connectionCommonSchema,
  resourcesOf,
} from '@app-connections/schemas'
import * as z from 'zod'
import type { SchemaNames } from '../schema/json-schema.ts'
import { exampleConnection } from '../words/examples.ts'
import { nouns } from '../words/nouns.ts'

/** The schemas of the answers to the calls of one app. Adds each to `names`. */
export function connectionAnswers(app: App, names: SchemaNames) {
  const title = appName(app)
  const name = identifierOf(app)
  const { fields } = nouns.appConnections
  const example = exampleConnection(app)
  const { id, projectId, orgId } = example
  const resources = resourcesOf(app)

  const connection = z.intersection(connectionCommonSchema, apps[app].connection).register(names, {
    id: `${name}Connection`,
    description: `A ${title} connection.`,
    fields,
    examples: [example],
  })
  const one = z.object({ appConnection: connection }).register(names, {
    id: `${name}ConnectionAnswer`,
    description: `One ${title} connection.`,
    examples: [{ appConnection: example }],
  })
  const many = z.object({ appConnections: z.array(connection), nextCursor: z.string().optional() }).register(names, {
    id: `${name}ConnectionsAnswer`,
    description: `${title} connections, by name.`,
    fields,
    examples: [{ appConnections: [example] }],
  })
  const available = z.object({ appConnections: z.array(availableConnectionSchema) }).register(names, {
    id: `Available${name}ConnectionsAnswer`,
    description: `The ${title} connections that the caller may connect with, by name.`,
    fields,
    examples: [{ appConnections: [{ app, name: example.name, id, projectId, orgId }] }],
  })
  const platformApps = z.array(z.object({ id: z.string(), name: z.string() })).register(names, {
    id: `${name}${resourcesIdentifierOf(app)}Answer`,
    description: `What the credential reaches at ${title}, by name.`,
    examples: [resources === undefined ? [] : [resources.example]],
  })
  return { connection, one, many, available, platformApps }
}

/** The name of an app in names of operations and schemas: letters and digits, with a capital first. */
export function identifierOf(app: App): string {
  return appName(app).replaceAll(/[^A-Za-z0-9]/g, '')
}

/** The same for the resources of an app: "apps" is `Apps`. */
export function resourcesIdentifierOf(app: App): string {
  const many = resourcesOf(app)?.many ?? 'resources'
  return `${many.charAt(0).toUpperCase()}${many.slice(1)}`
}
