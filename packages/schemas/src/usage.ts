import * as z from 'zod'
import { connectionProjectSchema } from './connection.ts'

const named = z.object({ id: z.uuid(), name: z.string() })
const none = z.array(z.never())

/** What depends on a connection, by project. Kinds of Infisical's that there are none of here are empty. */
export const connectionUsageSchema = z.object({
  projects: z.array(
    connectionProjectSchema.extend({
      resources: z.object({
        secretSyncs: z.array(named),
        secretRotations: none,
        externalCas: none,
        dataSources: none,
      }),
    }),
  ),
})
export type ConnectionUsage = z.output<typeof connectionUsageSchema>
