import { mkdir, writeFile } from 'node:fs/promises'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { createClient } from '@app-connections/client'
import { startBrowser } from '../test/browser.ts'
import { freePorts } from '../test/ports.ts'
import { sandboxOf } from './sandbox.ts'
import type { Site } from './site.ts'
import { measureSpeed, type Speed } from './speed.ts'
import { startSite } from './start-site.ts'

// `npm run bench:browser`: how fast the web app is in Chromium, for people to read; nothing depends on it.

const results = join(import.meta.dirname, '..', '..', '..', 'docs', 'benchmarks')
const connections = 1_000
const runs = 5

const { site, stop } = await startSite()
try {
  await fill(site, connections)
  const [port = 0] = await freePorts(1)
  const browser = await startBrowser({ debuggingPort: port })
  const speed = await measureSpeed(browser, site, { port, connections, runs })
  const machine = { cpu: cpus()[0]?.model ?? 'unknown', cores: cpus().length, chromium: browser.version() }
  await browser.close()
  await mkdir(results, { recursive: true })
  await writeFile(join(results, 'browser.json'), `${JSON.stringify({ machine, ...speed }, null, 2)}\n`)
  await writeFile(join(results, 'browser.md'), markdown(machine, speed))
  process.stdout.write(markdown(machine, speed))
} finally {
  await stop()
}

/** As many connections as there are to be, made as programs make them. */
async function fill(target: Site, count: number): Promise<void> {
  const client = createClient({ url: target.url, auth: { cookie: target.people.admin.cookie, origin: target.url } })
  const { token } = await sandboxOf(target).mintToken()
  const numbers = Array.from({ length: count }, (_, index) => index)
  const makeNext = async () => {
    for (let number = numbers.shift(); number !== undefined; number = numbers.shift()) {
      const name = `speed-${`${number}`.padStart(4, '0')}`
      const credentials = { authToken: token }
      await client.appConnections.create.mutate({ app: 'heroku', method: 'auth-token', name, credentials })
    }
  }
  await Promise.all([makeNext(), makeNext(), makeNext(), makeNext()])
}

function markdown(machine: { cpu: string; cores: number; chromium: string }, speed: Speed): string {
  const rows = (values: Readonly<Record<string, number>>) =>
    Object.entries(values).map(([name, value]) => `| ${name} | ${value} |`)
  const { desktop, mobile } = speed.lighthouse
  const categories = ['performance', 'best-practices', 'accessibility'] as const
  return `${[
    '# The web app in Chromium',
    '',
    `Production build behind the demo on PGlite, ${speed.connections} connections, headless Chromium ${machine.chromium},`,
    `browser and service together on ${machine.cores} cores (${machine.cpu}). Medians of ${speed.runs} runs, in milliseconds.`,
    '',
    '| largest contentful paint of a first visit | ms |',
    '|---|---|',
    ...rows(speed.lcpMs),
    '',
    '| interaction to next paint, the slowest of each run | ms |',
    '|---|---|',
    ...rows(speed.interactionMs),
    '',
    '| Lighthouse, list of connections | desktop | mobile |',
    '|---|---|---|',
    ...categories.map((category) => `| ${category} | ${desktop[category]} | ${mobile[category]} |`),
    '',
    `First load of the list: ${speed.scriptKilobytes} kB of compressed script.`,
  ].join('\n')}\n`
}
