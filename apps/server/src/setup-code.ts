import { randomInt } from 'node:crypto'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Queryable, tokenHash } from '@app-connections/db'
import { isSetupNeeded, replaceSetupCode } from '@app-connections/db/system'

/** Letters and digits that are hard to confuse on a console. */
const alphabet = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ'

/**
 * While there is no admin, makes a one-time code: 20 characters of 5 bits, stored hashed, and written to a file that
 * only the operator can read. Returns the code, or undefined where the set-up is done.
 */
export async function offerSetupCode(db: Queryable, dataDir: string): Promise<string | undefined> {
  const path = setupCodePath(dataDir)
  if (!(await isSetupNeeded(db))) {
    await rm(path, { force: true })
    return undefined
  }
  const groups = Array.from({ length: 4 }, () =>
    Array.from({ length: 5 }, () => alphabet[randomInt(alphabet.length)]).join(''),
  )
  const code = groups.join('-')
  await replaceSetupCode(db, tokenHash(code))
  await rm(path, { force: true })
  await writeFile(path, `${code}\n`, { mode: 0o600, flag: 'wx' })
  return code
}

export function setupCodePath(dataDir: string): string {
  return join(dataDir, 'setup-code')
}
