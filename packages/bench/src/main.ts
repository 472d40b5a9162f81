import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startPostgres } from '@app-connections/db/testing'
import { startSandbox } from '@app-connections/heroku-sandbox'
import { generateKeyEncryptionKey, parseKeyEncryptionKey } from '@app-connections/sealing'
import { measureBackground } from './background.ts'
import { measureBroker } from './broker.ts'
import { readBenchConfig } from './config.ts'
import { measureFairness } from './fairness.ts'
import { measureGrowth } from './growth.ts'
import { machine } from './machine.ts'
import { casesOf } from './measure.ts'
import { sealingSpeed } from './micro.ts'
import { picture } from './picture.ts'
import { markdown, summarize } from './report.ts'
import { measureThroughput, nothing } from './throughput.ts'

// `npm run bench`: everything in one run, side by side. Numbers of two runs do not compare; ratios within one do.

const say = (line: string) => void process.stdout.write(`${line}\n`)
const config = readBenchConfig(process.argv.slice(2), process.env)
const scratch = mkdtempSync(join(tmpdir(), 'app-connections-bench-'))
const postgres = await startPostgres({ durable: true, env: { TEST_DATABASE_URL: config.databaseUrl } })
const sandbox = await startSandbox({ rateLimits: 'off' })
const { token: herokuToken } = await sandbox.control.mintToken({})
const encryptionKey = generateKeyEncryptionKey()
const kek = parseKeyEncryptionKey(encryptionKey)
try {
  say(`PostgreSQL ${postgres.version} (${postgres.source}, fsync on), ${config.rounds} rounds of ${config.seconds} s`)
  const settings = { config, kek, encryptionKey, herokuUrl: sandbox.url, herokuToken, scratch }

  const wanted = (name: string) => name.includes(config.only ?? '')
  const apart = ['fairness', 'background', 'broker']
  if (!apart.some(wanted) && casesOf(config.only).length === 0) {
    throw new Error(`No case has "${config.only}" in its name`)
  }
  const throughput = casesOf(config.only).length > 0 ? await measureThroughput(settings, postgres.url, say) : nothing
  const growth = config.only === undefined ? await measureGrowth(settings, postgres.url, say) : {}
  const fairness = wanted('fairness') ? await measureFairness(settings, postgres.url, say) : undefined
  const background = wanted('background') ? await measureBackground(settings, postgres.url, say) : undefined
  const broker = wanted('broker') ? await measureBroker(settings, postgres.url, say) : undefined
  const summary = summarize({
    machine: machine(postgres.version),
    rounds: config.rounds,
    ...throughput,
    growth,
    fairness,
    background,
    broker,
    sealing: sealingSpeed(kek),
  })
  say(`\n${markdown(summary)}`)
  if (config.jsonFile !== undefined) writeFileSync(config.jsonFile, `${JSON.stringify(summary, null, 2)}\n`)
  if (config.reportDir !== undefined) {
    mkdirSync(config.reportDir, { recursive: true })
    writeFileSync(join(config.reportDir, 'results.json'), `${JSON.stringify(summary, null, 2)}\n`)
    writeFileSync(join(config.reportDir, 'results.md'), markdown(summary))
    writeFileSync(join(config.reportDir, 'ratios.svg'), picture(summary))
  }
} finally {
  await sandbox.close()
  await postgres.stop()
  rmSync(scratch, { recursive: true, force: true })
}
process.exit(0)
