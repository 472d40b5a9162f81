import * as z from 'zod'
import { easyForm } from './easy-password.ts'
import { textSchema } from './text.ts'

/** An e-mail address, trimmed and lower-cased: sign-in does not distinguish case. */
export const emailSchema = z
  .string()
  .trim()
  .toLowerCase()
  .max(254, 'Use at most 254 characters')
  .pipe(z.email('Enter an e-mail address'))

/** 12 to 128 characters, not all in a row; the upper bound keeps hashing cheap to refuse. */
export const passwordSchema = z
  .string()
  .min(12, 'Use at least 12 characters')
  .max(128, 'Use at most 128 characters')
  .superRefine((password, check) => {
    const message = easyForm(password)
    if (message !== undefined) check.addIssue({ code: 'custom', message })
  })

const seen = (text: string) => !/[\p{Cc}\p{Cf}]/u.test(text)
const notSeen = 'Remove line breaks and characters that are not seen'

/**
 * A name shown to people: of a person, an organization, a project or an identity. On one line, as it reads: no control
 * character and none that is not seen (Unicode's categories Cc and Cf: escapes, marks of direction, joiners).
 */
export const displayNameSchema = textSchema
  .min(1, 'Enter a name')
  .max(64, 'Use at most 64 characters')
  .refine(seen, notSeen)

/** What an admin calls a secret or a token by, or nothing; as a name reads. */
export const labelSchema = textSchema.max(64, 'Use at most 64 characters').refine(seen, notSeen).default('')
