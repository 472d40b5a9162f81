import { readConfig } from './config.ts'
import { startServerAndWeb } from './programs.ts'
import { createSupervisor } from './supervisor.ts'

const say = (line: string) => void process.stdout.write(`${line}\n`)

const { config, mistakes } = readConfig(process.env)
if (config === undefined) {
  process.stderr.write(`${mistakes}\n`)
  process.exit(1)
}
const supervisor = createSupervisor(say)
try {
  const { siteUrl } = await startServerAndWeb(supervisor, config, { serverShown: true, more: {} })
  say(`\nApp Connections is at ${siteUrl}\n`)
} catch (error) {
  // The process that failed has printed the reason itself.
  say(error instanceof Error ? error.message : String(error))
  supervisor.stop(1)
}
process.exit(await supervisor.finished)
