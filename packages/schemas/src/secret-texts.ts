import * as z from 'zod'
import { setPlaceSchema } from './secrets.ts'

/** Config sets as text. Readers of such files differ, so each text is in a dialect that has a name. */

/** The dialects that are written. `json` keeps everything. */
export const dialectNames = ['json', 'shell', 'dotenv', 'next', 'docker', 'compose', 'github'] as const
export type DialectName = (typeof dialectNames)[number]

/** Those that are read: besides, what a platform's command line prints as `config --shell`. */
export const textNames = [...dialectNames, 'config-shell'] as const
export type TextName = (typeof textNames)[number]

/** The longest text, in UTF-16 units: what a request's body has room for. */
const longest = 1_000_000

/** The input of `secrets.export`. */
export const exportTextSchema = setPlaceSchema.extend({ dialect: z.enum(dialectNames).default('json') })
export type ExportText = z.output<typeof exportTextSchema>

/** The input of `secrets.import`. Without `dialect` it is detected; with `dryRun` nothing is stored. */
export const importTextSchema = setPlaceSchema.extend({
  content: z
    .string()
    .min(1, 'The text is empty')
    .max(longest, 'A text may have 1,000,000 characters: import it in parts'),
  dialect: z.enum(textNames).optional(),
  dryRun: z.boolean().default(false),
})
export type ImportText = z.output<typeof importTextSchema>

/** A set as text. A key whose value is not shown is not in it. */
export const exportedSecretsSchema = z.object({
  dialect: z.enum(dialectNames),
  content: z.string(),
  keys: z.int(),
  omitted: z.array(z.object({ secretKey: z.string(), remark: z.string() })),
})
export type ExportedSecrets = z.output<typeof exportedSecretsSchema>

const lineSchema = z.int().min(1)

/** What was read of a text, and what it changes. No value is in it. */
export const importedSecretsSchema = z.object({
  dialect: z.enum(textNames),
  dryRun: z.boolean(),
  secrets: z.array(z.object({ secretKey: z.string(), line: lineSchema, change: z.enum(['add', 'change', 'keep']) })),
  omitted: z.array(z.object({ secretKey: z.string(), line: lineSchema, remark: z.string() })),
})
export type ImportedSecrets = z.output<typeof importedSecretsSchema>
