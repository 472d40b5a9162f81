import * as z from 'zod'

/**
 * Text that a database keeps as it came: no NUL, which PostgreSQL's text cannot hold, and no half of a surrogate pair,
 * which UTF-8 cannot. Trimmed.
 */
export const textSchema = z
  .string()
  .trim()
  .refine((text) => text.isWellFormed() && !text.includes('\0'), 'Remove the characters that are not text')

/** A choice of yes or no, which in an address comes as text. */
export const yesNoSchema = z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')])
