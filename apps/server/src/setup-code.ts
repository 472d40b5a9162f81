import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Queryable, tokenHash } from '@app-connections/db'
import { isSetupNeeded, replaceSetupCode, selectCheckRecord } from '@app-connections/db/system'
import { derive, type KeyEncryptionKey } from '@app-connections/sealing'

/** Letters and digits that are hard to confuse on a console. */
const alphabet = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ'

/** 20 characters of 5 bits. */
const codeLength = 20

/**
 * While there is no admin, offers the code that makes the first one: stored hashed, and written to a file that only the
 * operator can read. It is derived from the key and from this database's check record, so that all processes print the
 * same one. Returns the code, or undefined where the set-up is done.
 */
export async function offerSetupCode(
  db: Queryable,
  kek: KeyEncryptionKey,
  dataDir: string,
): Promise<string | undefined> {
  const path = setupCodePath(dataDir)
  if (!(await isSetupNeeded(db))) {
    await rm(path, { force: true })
    return undefined
  }
  const record = await selectCheckRecord(db)
  if (record === undefined) throw new Error('a migrated database has no check record')
  const code = codeOf(derive(kek, 'set-up code', record, codeLength))
  await replaceSetupCode(db, tokenHash(code))
  await rm(path, { force: true })
  await writeFile(path, `${code}\n`, { mode: 0o600 })
  return code
}

/** A character for each byte, all equally likely since their number divides 256. In groups of five. */
function codeOf(bytes: Uint8Array): string {
  return Array.from(
    bytes,
    (byte, at) => `${at > 0 && at % 5 === 0 ? '-' : ''}${alphabet[byte % alphabet.length]}`,
  ).join('')
}

export function setupCodePath(dataDir: string): string {
  return join(dataDir, 'setup-code')
}
