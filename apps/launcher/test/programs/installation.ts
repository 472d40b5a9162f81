import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { createSupervisor } from '../../src/supervisor.ts'

// An installation of two small programs under the real supervisor: one that the rest depends on, and one that is
// restarted. Prints its messages and the process ids, each on a line.

const say = (line: string) => void process.stdout.write(`${line}\n`)
const supervisor = createSupervisor(say)
const env = { PATH: process.env.PATH }
const program = join(import.meta.dirname, 'program.ts')
const preload = pathToFileURL(join(import.meta.dirname, '..', '..', 'src', 'end-with-parent.ts')).href

const server = await supervisor.start({
  name: 'server',
  args: [program, 'says-ready'],
  env,
  saysReady: true,
  shown: true,
})
const web = await supervisor.start({
  name: 'web app',
  args: ['--import', preload, program],
  env,
  saysReady: false,
  shown: true,
  startsAgain: { firstMs: 100, longestMs: 400, soundAfterMs: 60_000 },
})
say(`server ${server.pid}, web app ${web.pid}`)
process.exit(await supervisor.finished)
