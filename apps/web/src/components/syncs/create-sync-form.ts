import { connectionIdSchema, createSyncSchema, secretPathSchema, slugSchema } from '@app-connections/schemas'
import * as z from 'zod'

const [first] = createSyncSchema.options
const { name } = first.shape

/** A config set in one text, as a choice names it. */
const setSchema = z
  .string()
  .min(1, 'Choose a config set')
  .transform((text) => ({ environment: text.split('/', 1)[0] ?? '', secretPath: text.slice(text.indexOf('/')) }))
  .pipe(z.object({ environment: slugSchema, secretPath: secretPathSchema }))

/** What the form for a new sync asks for. */
export const createSyncFormSchema = z.object({
  name,
  set: setSchema,
  connectionId: z.string().min(1, 'Choose a connection').pipe(connectionIdSchema),
  resourceId: z.string().min(1, 'Choose one'),
  initialSyncBehavior: z.enum(['overwrite-destination', 'import-prioritize-source', 'import-prioritize-destination']),
  isAutoSyncEnabled: z.boolean(),
  requiresApproval: z.boolean(),
  deletes: z.boolean(),
})

export const createSyncDefaults = {
  ...{ name: '', set: '', connectionId: '', resourceId: '' },
  initialSyncBehavior: 'overwrite-destination' as const,
  ...{ isAutoSyncEnabled: false, requiresApproval: false, deletes: true },
}
