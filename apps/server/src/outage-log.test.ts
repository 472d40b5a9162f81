import { pino } from 'pino'
import { expect, it } from 'vitest'
import { createOutageLog } from './outage-log.ts'

it('an outage is logged at once, then every ten seconds with how many requests failed since', () => {
  const lines: Record<string, unknown>[] = []
  let now = 1_000
  const log = createOutageLog(pino({ base: null }, { write: (line) => void lines.push(JSON.parse(line)) }), () => now)
  const failAt = (seconds: number) => {
    now = 1_000 + seconds * 1_000
    log({ reqId: `req-${seconds}`, err: new Error('gone') })
  }
  for (const seconds of [0, 1, 9.9, 10, 11, 30]) failAt(seconds)
  expect(lines.map(({ reqId, failedSinceLastLine }) => ({ reqId, failedSinceLastLine }))).toEqual([
    { reqId: 'req-0' },
    { reqId: 'req-10', failedSinceLastLine: 2 },
    { reqId: 'req-30', failedSinceLastLine: 1 },
  ])
})
