import { createHmac } from 'node:crypto'
import { expect, it } from 'vitest'
import { verifyByHand } from './verification.ts'

it('gives code that knows a genuine message, and no other', async () => {
  process.env.WEBHOOK_SECRET = `whsec_${Buffer.from('a key of this test').toString('base64')}`
  const { isGenuine } = await import(`data:text/javascript,${encodeURIComponent(verifyByHand)}`)
  const [id, body] = ['msg_1', '{"type":"connection.failed"}']
  const signedAt = (seconds: number) => {
    const timestamp = `${Math.floor(Date.now() / 1000) + seconds}`
    const mac = createHmac('sha256', 'a key of this test').update(`${id}.${timestamp}.${body}`).digest('base64')
    return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,AAAA v1,${mac}` }
  }
  expect(isGenuine(signedAt(0), body)).toBe(true)
  expect(isGenuine(signedAt(0), `${body} `)).toBe(false)
  expect(isGenuine(signedAt(-600), body)).toBe(false)
  expect(isGenuine({ ...signedAt(0), 'webhook-id': 'msg_2' }, body)).toBe(false)
})
