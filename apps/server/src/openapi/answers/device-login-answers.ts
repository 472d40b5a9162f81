import { startedDeviceLoginSchema, takenDeviceLoginSchema } from '@app-connections/schemas'
import type { SchemaNames } from '../schema/json-schema.ts'
import { exampleDeviceLogin, exampleTakenLogin } from '../words/examples.ts'
import { nouns } from '../words/nouns.ts'

const { fields } = nouns.deviceLogins

/** Adds the answers of the logins of people to `names`. */
export function nameDeviceLogins(names: SchemaNames): void {
  startedDeviceLoginSchema.register(names, {
    id: 'StartedDeviceLogin',
    description: 'A login that waits for a person.',
    fields,
    examples: [exampleDeviceLogin],
  })
  takenDeviceLoginSchema.register(names, {
    id: 'TakenDeviceLogin',
    description: 'A personal token, which is shown in no other place, and whose it is.',
    fields,
    examples: [exampleTakenLogin],
  })
}
