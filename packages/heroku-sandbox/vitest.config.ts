import { suite } from '../../.ci/vitest.ts'

const count = (value: string | undefined, usual: number): number => {
  if (value === undefined || value === '') return usual
  if (!/^[1-9][0-9]{0,6}$/.test(value)) throw new Error(`A count must be a whole number above 0, not "${value}".`)
  return Number(value)
}

declare module 'vitest' {
  interface ProvidedContext {
    /** Where Heroku's own schema lies; empty: its tests are skipped by name. */
    schemaDir: string
    modelRequests: number
    hostileRequests: number
  }
}

export default suite('heroku-sandbox', {
  isolate: false,
  testTimeout: 900_000,
  provide: {
    schemaDir: process.env.HEROKU_SCHEMA_DIR ?? '',
    modelRequests: count(process.env.SANDBOX_MODEL_REQUESTS, 600),
    hostileRequests: count(process.env.SANDBOX_HOSTILE_REQUESTS, 1500),
  },
})
