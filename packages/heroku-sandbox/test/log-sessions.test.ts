import { expect, test } from 'vitest'
import { useSandbox } from './harness.ts'

const bench = useSandbox()
const { call } = bench

test('a log session leads to a stream that needs no token, shows the last lines and goes on with what happens', async () => {
  const made = await call('POST', '/apps/note-g/log-sessions', { body: { lines: 1, tail: true } })
  expect(made.status).toBe(201)
  const answer = await fetch(made.body.logplex_url, { headers: { accept: 'text/event-stream' } })
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/event-stream'])
  await call('PATCH', '/apps/note-g/config-vars', { body: { LOGGED: '1' } })
  let text = ''
  for await (const chunk of answer.body ?? []) {
    text += Buffer.from(chunk).toString()
    if (text.split('\n\n').length === 3) break
  }
  expect(text).toMatch(/^id: (\d+)\ndata: \S+ app\[api\]: Release v\1 created by .*\n\nid: (\d+)\ndata: .* v\2 created/)
})

test('a stream that is not followed ends, and one with Last-Event-ID shows what came later alone', async () => {
  const made = await call('POST', '/apps/note-g/log-sessions', { body: {} })
  const whole = await (await fetch(made.body.logplex_url)).text()
  const ids = [...whole.matchAll(/^id: (\d+)$/gm)].map(([, id = '']) => id)
  expect(ids.length).toBeGreaterThan(0)
  const rest = await fetch(made.body.logplex_url, { headers: { 'last-event-id': ids.at(-1) ?? '' } })
  expect(await rest.text()).toBe('')
  expect((await fetch(made.body.logplex_url.replace(/[0-9a-f]{8}-/, '00000000-'))).status).toBe(404)
})
