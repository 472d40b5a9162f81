import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createDatabase, startPostgres } from '@app-connections/db/testing'
import { startSandbox } from '@app-connections/heroku-sandbox'
import { generateKeyEncryptionKey, parseKeyEncryptionKey } from '@app-connections/sealing'
import { readBenchConfig } from './config.ts'
import { measureGrowth } from './growth.ts'
import { machine } from './machine.ts'
import { measure, type Peer } from './measure.ts'
import { sealingSpeed } from './micro.ts'
import { startPeers } from './peers.ts'
import { picture } from './picture.ts'
import { markdown, summarize } from './report.ts'
import { seed } from './seed.ts'

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

  const small = await createDatabase(postgres.url)
  const seeded = await seed({ url: small.url }, kek, 100, 10_000)
  const peers = await startPeers(settings, seeded, small.url)
  const contenders: Peer[] = peers.list
  const samples = await measure(contenders, { ...config, concurrencies: [8, 64], say })
  const memory = Object.fromEntries(
    contenders.flatMap((peer) => {
      const mb = Math.round(peer.process.memoryMb())
      return mb === 0 ? [] : [[peer.name, mb]]
    }),
  )
  await peers.stop()
  await seeded.database.close()
  await small.drop()

  const growth = config.only === undefined ? await measureGrowth(settings, postgres.url, say) : {}
  const summary = summarize({
    machine: machine(postgres.version),
    rounds: config.rounds,
    samples,
    peers: contenders.map(({ name }) => name),
    memory,
    startMs: peers.startMs,
    idleMemoryMb: peers.idleMemoryMb,
    growth,
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
