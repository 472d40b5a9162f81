import { describe, expect, it } from 'vitest'
import { startReceiver } from '../../test/receiver.ts'
import { useWebhooks } from '../../test/webhooks.ts'
describe('x', () => {
  const test = useWebhooks('PostgreSQL')
  it.each(Array.from({ length: 40 }, (_, i) => i))('run %s', async () => {
    const receiver = await startReceiver()
    const { webhook, connection } = await test().organization()
    await webhook(receiver.url)
    for (let i = 0; i < 7; i += 1) await connection(`c-${i}`)
    const made = await Promise.all([test().tell(), test().tell({ ...test().services })])
    const rows = await test().services.db.selectFrom('deliveries').select(['state', 'attempts', 'next_attempt_at', 'log']).execute()
    const left = await test().services.db.selectFrom('notices').select(['type', 'taken_at']).where('taken_at', 'is', null).execute()
    if (receiver.received.length !== 7) process.stdout.write(JSON.stringify({ made, at: test().now(), rows, left }) + '\n')
    expect({ n: receiver.received.length, made, rows: rows.filter((r) => r.state !== 'delivered'), left }).toMatchObject({ n: 7 })
  })
})
