import { createOperatorReset } from '@app-connections/api'
import { readConfig } from './config.ts'
import { openDatabase } from './database.ts'
import { createLog } from './log.ts'
import { explainStart } from './start-error.ts'

// `npm run reset-password -- someone@example.com`: prints a one-time link for a new password. With the embedded database
// the server must be stopped first, since only one process may have the data directory.

try {
  const email = process.argv[2]
  if (email === undefined) throw new Error('Say whose password: npm run reset-password -- someone@example.com')
  const config = readConfig(process.env)
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
