import { readFileSync } from 'node:fs'
import { passwordSchema } from '@app-connections/schemas'
import { guessablePassword, unfitPassword } from '../failures/people.ts'

/** What the product is called; words that people make passwords of where they use it. */
const productWords = ['appconnections', 'app connections', 'app-connections']

let common: ReadonlySet<string> | undefined

/** Common passwords in lower case. The file is read when the first password is set. */
function commonPasswords(): ReadonlySet<string> {
  common ??= new Set(
    readFileSync(new URL('./common-passwords.txt', import.meta.url), 'utf8')
      .split('\n')
      .filter((line) => !line.startsWith('#'))
      .flatMap((line) => line.split(' ')),
  )
  return common
}

/**
 * Throws 400 `guessablePassword` for a password that is tried first wherever one is guessed: a common one, the product's
 * name, or the person's own e-mail address or name in it, each also with up to four digits or signs before or behind.
 * What its form gives away (`easyForm`) the schema refuses already.
 */
export function requireUnguessable(password: string, email: string): void {
  const lower = password.toLowerCase()
  const core = lower.replace(/^[^a-z]{0,4}/, '').replace(/[^a-z]{0,4}$/, '')
  const isOneOf = (words: { has(word: string): boolean }) => words.has(lower) || words.has(core)
  if (isOneOf(commonPasswords())) throw guessablePassword('a common one, which is tried first')
  if (isOneOf(new Set(productWords))) throw guessablePassword('the name of this service')
  const own = new Set([email, email.slice(0, email.lastIndexOf('@'))])
  if (isOneOf(own)) throw guessablePassword('your e-mail address')
}

/** The same for a password that no schema has looked at: throws 400 also where it is too short, too long or all in a row. */
export function requireFitPassword(password: string, email: string): void {
  const fit = passwordSchema.safeParse(password)
  if (!fit.success) throw unfitPassword(fit.error.issues[0]?.message ?? '')
  requireUnguessable(password, email)
}
