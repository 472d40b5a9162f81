import * as z from 'zod'
import { textSchema } from '../text.ts'
import { type App, appSchema, syncFactsOf } from './index.ts'
import { nonEmpty } from './non-empty.ts'

/** The apps that a sync can set named values of. */
export const syncApps = nonEmpty(appSchema.options.filter((app) => syncFactsOf(app) !== undefined))
export const syncAppSchema = z.enum(syncApps)

/** A resource of a platform, by its id there and its name. */
export interface Destination {
  readonly id: string
  readonly name: string
}

/** What `destinationConfig` of an app is: the fields with a resource's id and name. */
export function destinationSchemaOf(app: App) {
  const { id, name } = factsOf(app)
  return z.object({ [id.field]: idOf(id), [name.field]: required(name.label) })
}

/** The same where the id is enough. */
export function destinationIdSchemaOf(app: App) {
  const { id } = factsOf(app)
  return z.object({ [id.field]: idOf(id) })
}

/** The resource that a `destinationConfig` of an app names. */
export function destinationOf(app: App, config: Readonly<Record<string, string>>): Destination {
  const { id, name } = factsOf(app)
  return { id: config[id.field] ?? '', name: config[name.field] ?? '' }
}

/** A resource as `destinationConfig` of an app names it. */
export function destinationConfigOf(app: App, resource: Destination): Record<string, string> {
  const { id, name } = factsOf(app)
  return { [id.field]: resource.id, [name.field]: resource.name }
}

function idOf({ label, form, says }: ReturnType<typeof factsOf>['id']) {
  return required(label).regex(form, says)
}

function required(label: string) {
  return textSchema
    .min(1, { error: `${label} required`, abort: true })
    .max(255, `${label} cannot exceed 255 characters`)
}

function factsOf(app: App) {
  const facts = syncFactsOf(app)
  if (facts === undefined) throw new Error(`${app} has nothing that a sync could set`)
  return facts
}
