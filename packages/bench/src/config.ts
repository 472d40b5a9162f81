import { parseArgs } from 'node:util'

/** What one run measures. Seconds and rounds are for each case and peer. */
export interface BenchConfig {
  databaseUrl: string | undefined
  rounds: number
  seconds: number
  poolSize: number
  rows: number[]
  jsonFile: string | undefined
  /** Where the reports of the repository go; undefined for a run whose numbers are not to be kept. */
  reportDir: string | undefined
  /** Where CPU profiles of our server go, if they are asked for; profiling slows it down. */
  profileDir: string | undefined
  /** The cases to measure, by a part of their name; undefined for all, and growth. */
  only: string | undefined
  /** How many connections are made while the background work is measured. */
  creates: number
  /** An outside service to be put beside: its address, and headers such as its token. It must have the same REST calls. */
  outside: { url: string; headers: Record<string, string> } | undefined
}

/** Reads the command line and the environment; throws a sentence where they do not fit. */
export function readBenchConfig(args: string[], env: Record<string, string | undefined>): BenchConfig {
  const { values } = parseArgs({
    args,
    options: {
      json: { type: 'string' },
      quick: { type: 'boolean', default: false },
      rounds: { type: 'string' },
      seconds: { type: 'string' },
      outside: { type: 'string' },
      header: { type: 'string', multiple: true, default: [] },
      'no-report': { type: 'boolean', default: false },
      profile: { type: 'string' },
      only: { type: 'string' },
      creates: { type: 'string' },
    },
  })
  const quick = values.quick
  const isPart = quick || values.only !== undefined || values.profile !== undefined
  return {
    databaseUrl: env.BENCH_DATABASE_URL || undefined,
    rounds: count(values.rounds, quick ? 2 : 7, 'rounds'),
    seconds: count(values.seconds, 1, 'seconds'),
    poolSize: 10,
    rows: quick ? [100, 10_000] : [100, 10_000, 1_000_000],
    jsonFile: values.json,
    reportDir: isPart || values['no-report'] ? undefined : 'docs/benchmarks',
    profileDir: values.profile,
    only: values.only,
    creates: count(values.creates, quick ? 200 : 2_000, 'creates'),
    outside: values.outside === undefined ? undefined : { url: values.outside, headers: headersOf(values.header) },
  }
}

function count(text: string | undefined, otherwise: number, name: string): number {
  if (text === undefined) return otherwise
  const number = Number(text)
  if (Number.isInteger(number) && number > 0) return number
  throw new Error(`--${name} must be a whole number above 0`)
}

function headersOf(lines: string[]): Record<string, string> {
  return Object.fromEntries(
    lines.map((line) => {
      const colon = line.indexOf(':')
      if (colon < 1) throw new Error('--header must be like "Authorization: Bearer …"')
      return [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()]
    }),
  )
}
