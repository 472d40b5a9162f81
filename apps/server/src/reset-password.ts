import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { createOperatorReset } from '@app-connections/api'
import { readConfig } from './config.ts'
import { openDatabase } from './database.ts'
import { createLog } from './log.ts'
import { explainStart, StartError } from './start-error.ts'

// `npm run reset-password -- someone@example.com` prints a one-time link for a new password. With the embedded
// database, the server must be stopped first, because only one process may use the data directory.

try {
  const email = process.argv[2]
  if (email === undefined) throw new Error('Say whose password: npm run reset-password -- someone@example.com')
  const config = readConfig(process.env)
  // Otherwise a wrong folder would get a new database, in which nobody has that address.
  if (config.DATABASE_URL === undefined && !existsSync(join(config.DATA_DIR, 'postgres'))) {
    throw new StartError(
      `There is no database in ${config.DATA_DIR}: set DATA_DIR, or DATABASE_URL, as for the server.`,
    )
  }
  const opened = await openDatabase(config, createLog('warn'))
  const services = { db: opened.database.kysely, siteUrl: config.SITE_URL, now: () => new Date() }
  const url = await createOperatorReset(services, email)
  await opened.close()
  process.stdout.write(`${url === undefined ? `Nobody has the address ${email}.` : `Valid for a day, once: ${url}`}\n`)
  process.exit(url === undefined ? 1 : 0)
} catch (error) {
  process.stderr.write(`${explainStart(error)}\n`)
  process.exit(1)
}
