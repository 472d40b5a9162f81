import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { LoadResult } from './load.ts'
import { unmeasured } from './process.ts'
import type { Recorded, RecordedCases } from './record.ts'

const run = promisify(execFile)

/**
 * PostgreSQL alone, through its own pgbench where that is installed: the two statements of "get by id", prepared, from as
 * many clients as the pools of the others have connections. Undefined where there is no pgbench.
 */
export async function pgbench(databaseUrl: string, cases: RecordedCases, scratch: string) {
  const installed = await run('pgbench', ['--version']).then(
    () => true,
    () => false,
  )
  if (!installed) return undefined
  const file = join(scratch, 'get-by-id.sql')
  writeFileSync(file, [script(cases.caller, 'c'), script(cases.get, 'g')].join('\n'))
  const variables = [...definitions(cases.caller, 'c'), ...definitions(cases.get, 'g')]

  async function load(
    caseName: string,
    options: { concurrency: number; seconds: number },
  ): Promise<LoadResult | undefined> {
    if (caseName !== 'get by id') return undefined
    const clients = String(Math.min(options.concurrency, 10))
    const flags = ['--no-vacuum', '--protocol=prepared', `--client=${clients}`, `--time=${options.seconds}`]
    const { stdout } = await run('pgbench', [...flags, `--file=${file}`, ...variables, databaseUrl])
    const perSecond = Number(/tps = ([\d.]+)/.exec(stdout)?.[1])
    const requests = Number(/actually processed: (\d+)/.exec(stdout)?.[1])
    if (!(perSecond > 0) || !(requests > 0)) throw new Error('pgbench printed no rate')
    return { perSecond, requests, p50: Number.NaN, p99: Number.NaN }
  }

  return { process: unmeasured, load }
}

/** A statement as pgbench reads it: its parameters are variables of the name `prefix` and number. */
function script({ text }: Recorded, prefix: string): string {
  return `${text.replaceAll(/\s+/g, ' ').replaceAll(/\$(\d+)/g, `:${prefix}$1`)};`
}

function definitions({ values }: Recorded, prefix: string): string[] {
  return values.map((value, index) => `--define=${prefix}${index + 1}=${asText(value)}`)
}

function asText(value: unknown): string {
  return value instanceof Uint8Array ? `\\x${Buffer.from(value).toString('hex')}` : String(value)
}
