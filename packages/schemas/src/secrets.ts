import * as z from 'zod'
import { projectIdSchema } from './connection.ts'
import { slugSchema } from './organization.ts'
import { textSchema, yesNoSchema } from './text.ts'

/**
 * Config sets: a *set* is what one project keeps for one environment at one path; a *secret* is one of its keys with a
 * sealed value. Fields are named as in Infisical's secrets API, whose clients may be used.
 */

/** The most bytes of a value, in UTF-8: what a platform takes for all values of a resource together. */
const mostBytes = 65_536

/** The most keys that one call writes. */
export const mostSecretsAtOnce = 1_000

/** The path of a set: `/`, or names joined by `/` with one in front. A slash at the end is dropped. */
export const secretPathSchema = z
  .string()
  .trim()
  .max(512, 'Secret path cannot exceed 512 characters')
  .transform((path) => path.replace(/\/+$/, '') || '/')
  .refine(
    (path) => path === '/' || /^(?:\/[\w.-]+)+$/.test(path),
    'Secret path starts with / and holds letters, numbers, dots, hyphens and underscores',
  )

/** The name of a key. Whether a platform takes it is said when it is planned for one. */
export const secretKeySchema = textSchema
  .min(1, 'Secret name required')
  .max(255, 'Secret name cannot exceed 255 characters')
  .regex(/^[^\s:/]*$/, 'Secret name cannot contain spaces, colons or slashes')

/** A value, kept byte for byte: no NUL, which no environment variable can hold, and no half of a surrogate pair. */
export const secretValueSchema = z
  .string()
  .max(mostBytes, 'A value may have 64 kB')
  .refine((text) => text.isWellFormed() && !text.includes('\0'), 'Remove the characters that are not text')
  .refine((text) => utf8Length(text) <= mostBytes, 'A value may have 64 kB')

const commentSchema = textSchema.max(1_024, 'Secret comment cannot exceed 1024 characters')

/** Where a set is. */
export const setPlaceSchema = z.object({
  projectId: projectIdSchema,
  environment: slugSchema,
  secretPath: secretPathSchema.default('/'),
})
export type SetPlaceInput = z.output<typeof setPlaceSchema>

/** The one kind of secrets that there is. */
const typeSchema = z.literal('shared', 'Only shared secrets are supported').default('shared')

/**
 * The input of `secrets.list`. `recursive` also lists the sets below the path; without `viewSecretValue` no value is
 * shown. References between keys are never expanded.
 */
export const listSecretsSchema = setPlaceSchema.extend({
  recursive: yesNoSchema.default(false),
  viewSecretValue: yesNoSchema.default(true),
})

/** How many keys one page of a set has. */
export const keysAPage = 100

/**
 * The input of `secrets.keys`: one page of a set's keys by name. Each word of `search` is in a key's name or comment, in
 * any case.
 */
export const listKeysSchema = setPlaceSchema.extend({
  search: textSchema.max(255, 'A search has at most 255 characters').optional(),
  page: z.int().min(1, 'Pages count from 1').max(1_000, 'No set has so many pages').default(1),
})
export type ListKeys = z.output<typeof listKeysSchema>

/** One key of a set: the input of `secrets.remove` and `secrets.history`. */
export const secretRefSchema = setPlaceSchema.extend({ secretName: secretKeySchema, type: typeSchema })

/** The input of `secrets.get`; `version` is one that the key has had, by default the present one. */
export const getSecretSchema = secretRefSchema.extend({
  version: z.coerce.number('version must be a number').int().min(1).max(1_000_000_000).optional(),
  viewSecretValue: yesNoSchema.default(true),
})
export type GetSecret = z.output<typeof getSecretSchema>

/** The input of `secrets.create`. A `writeOnly` value is never shown again to anybody. */
export const createSecretSchema = secretRefSchema.extend({
  secretValue: secretValueSchema,
  secretComment: commentSchema.default(''),
  writeOnly: z.boolean().default(false),
})
export type CreateSecret = z.output<typeof createSecretSchema>

/** The input of `secrets.update`: what is absent stays. A key that is write-only stays so. */
export const updateSecretSchema = secretRefSchema.extend({
  secretValue: secretValueSchema.optional(),
  secretComment: commentSchema.optional(),
  newSecretName: secretKeySchema.optional(),
  writeOnly: z.literal(true, 'What is write-only stays so').optional(),
})
export type UpdateSecret = z.output<typeof updateSecretSchema>

const several = <T extends z.ZodType>(secret: T) =>
  z
    .array(secret)
    .min(1, 'Name at least one secret')
    .max(mostSecretsAtOnce, `One call takes at most ${mostSecretsAtOnce} secrets`)

/** The input of `secrets.createMany`: all are stored, or none. */
export const createSecretsSchema = setPlaceSchema.extend({
  secrets: several(
    z.object({
      secretKey: secretKeySchema,
      secretValue: secretValueSchema,
      secretComment: commentSchema.default(''),
      writeOnly: z.boolean().default(false),
    }),
  ),
})
export type CreateSecrets = z.output<typeof createSecretsSchema>

/** The input of `secrets.updateMany`. `mode` says what becomes of a key that the set does not have. */
export const updateSecretsSchema = setPlaceSchema.extend({
  mode: z.enum(['failOnNotFound', 'upsert', 'ignore']).default('failOnNotFound'),
  secrets: several(
    z.object({
      secretKey: secretKeySchema,
      secretValue: secretValueSchema.optional(),
      secretComment: commentSchema.optional(),
      newSecretName: secretKeySchema.optional(),
      writeOnly: z.literal(true, 'What is write-only stays so').optional(),
    }),
  ),
})
export type UpdateSecrets = z.output<typeof updateSecretsSchema>

/** The input of `secrets.removeMany`: all are deleted, or none. */
export const removeSecretsSchema = setPlaceSchema.extend({
  secrets: several(z.object({ secretKey: secretKeySchema, type: typeSchema })),
})
export type RemoveSecrets = z.output<typeof removeSecretsSchema>

/** The input of `secrets.sets`. */
export const listSetsSchema = z.object({ projectId: projectIdSchema })

const time = z.iso.datetime({ precision: 3 })
const actorSchema = z.object({ actorId: z.string().nullable(), actorType: z.string() })

/**
 * One key as callers see it. A value that is not shown is absent, and `secretValueHidden` says so: an empty text would
 * be a value. Fields of Infisical's that nothing here has are there with what they have for none.
 */
export const secretSchema = z.object({
  id: z.uuid(),
  _id: z.uuid(),
  workspace: z.uuid(),
  workspaceId: z.uuid(),
  environment: z.string(),
  secretPath: z.string(),
  version: z.int().min(1),
  type: z.literal('shared'),
  secretKey: z.string(),
  secretValue: z.string().optional(),
  secretValueHidden: z.boolean(),
  secretComment: z.string(),
  writeOnly: z.boolean(),
  secretReminderNote: z.null(),
  secretReminderRepeatDays: z.null(),
  skipMultilineEncoding: z.literal(false),
  isRotatedSecret: z.literal(false),
  rotationId: z.null(),
  secretMetadata: z.array(z.never()),
  tags: z.array(z.never()),
  actor: actorSchema,
  createdAt: time,
  updatedAt: time,
})
export type Secret = z.output<typeof secretSchema>

/** A page of a set's keys without values, how many keys there are on all pages, and how many a full page has. */
export const keysPageSchema = z.object({ secrets: z.array(secretSchema), total: z.int().min(0), perPage: z.int() })
export type KeysPage = z.output<typeof keysPageSchema>

/** One version of a key, without its value. */
export const secretVersionSchema = z.object({
  secretId: z.uuid(),
  version: z.int(),
  deleted: z.boolean(),
  secretComment: z.string(),
  actor: actorSchema,
  /** Where the value came from: `api`, `import` or `sync`. */
  source: z.string(),
  at: time,
})
export type SecretVersion = z.output<typeof secretVersionSchema>

/** A config set. */
export const configSetSchema = z.object({
  id: z.uuid(),
  projectId: z.uuid(),
  environment: z.object({ id: z.uuid(), slug: z.string(), name: z.string() }),
  secretPath: z.string(),
  revision: z.int(),
  keys: z.int(),
})
export type ConfigSet = z.output<typeof configSetSchema>

/** How many bytes a text takes in UTF-8. */
function utf8Length(text: string): number {
  let bytes = 0
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x1_0000 ? 3 : 4
  }
  return bytes
}
