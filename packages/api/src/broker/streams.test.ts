import { engines } from '@app-connections/db/testing/engines'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { jsonBody, useUses } from '../../test/uses.ts'

const session = z.object({ id: z.uuid(), logplex_url: z.string(), created_at: z.string(), updated_at: z.string() })

describe.each(engines)('a stream of logs on %s with the sandbox', (engine) => {
  const test = useUses(engine)
  const base = 'https://connections.example.com/proxy'
  const path = () => `/apps/${test().idOf('note-g')}/log-sessions`

  /** A new session of logs, and where its stream is. */
  async function begin(body: object = { lines: 1, tail: false }): Promise<string> {
    const made = await test().ask('POST', path(), jsonBody(body))
    expect(made.status).toBe(201)
    const { logplex_url: url } = session.parse(made.json)
    expect(url).toMatch(/^https:\/\/connections\.example\.com\/proxy\/-\/streams\/[A-Za-z0-9_-]+$/)
    return url.slice(base.length)
  }

  it('has an address of ours that says nothing, and is read through it', async () => {
    await test().grant(['logs:read'], { on: ['note-g'] })
    const target = await begin()
    expect(Buffer.from(target, 'base64url').toString('latin1')).not.toContain('sessions')
    const answer = await test().ask('GET', target, { headers: { accept: 'text/event-stream' } })
    expect(answer).toMatchObject({ status: 200, headers: { 'content-type': 'text/event-stream' } })
    expect(answer.text).toMatch(/^id: \d+\ndata: .*Release/)
    const [asked] = await test().sandbox.control.requests()
    expect(asked?.headers).not.toHaveProperty('authorization')
    await test().events()
    const rest = await test().ask('GET', target, { headers: { 'last-event-id': '999' } })
    expect([rest.status, rest.text]).toEqual([200, ''])
    const [attempted, ended] = (await test().events()).slice(-2)
    const facts = { action: 'logs:read', route: 'POST /apps/{app}/log-sessions', resource: test().idOf('note-g') }
    expect(attempted).toMatchObject({ outcome: 'attempted', detail: facts })
    expect(ended).toMatchObject({ outcome: 'success', detail: { ...facts, ending: 'whole', status: 200 } })
  })

  it('is for its caller, unaltered, by GET, and while a grant opens it', async () => {
    await test().grant(['logs:read'], { on: ['note-g'] })
    const target = await begin()
    const altered = `${target.slice(0, -8)}${target.at(-8) === 'A' ? 'B' : 'A'}${target.slice(-7)}`
    for (const strange of [altered, `${target}AAAA`, '/-/streams/', '/-/streams/AAAA', `${target}?more`]) {
      expect(await test().ask('GET', strange)).toMatchObject({ status: 404, code: 'unknownStream', sent: [] })
    }
    expect(await test().ask('POST', target)).toMatchObject({ status: 405, sent: [] })
    await test().grant(['logs:read'], { on: ['punched-cards'] })
    expect(await test().ask('GET', target)).toMatchObject({ status: 403, code: 'notGranted', sent: [] })
  })

  it('is not handed out where the platform names another host', async () => {
    await test().grant(['logs:read'])
    const elsewhere = JSON.stringify({ id: '1', logplex_url: 'http://127.0.0.1:9/sessions/1' })
    await test().sandbox.control.setFault({ path: path(), effect: { kind: 'wrong-json', body: elsewhere } })
    const answer = await test().ask('POST', path(), jsonBody({}))
    expect(answer).toMatchObject({ status: 502, code: 'answerNotNarrowed' })
  })

  it('goes on in silence, shows each line at once, and ends within a second of its grant', async () => {
    const id = await test().grant(['logs:read'], { on: ['note-g'] })
    const target = await begin({ lines: 0, tail: true })
    const { body } = await test().open('GET', target)
    const lines = body[Symbol.asyncIterator]()
    await test().sandbox.control.setApp('note-g', { configVars: { NEW: 'line' } })
    const { db } = test().services
    await db.updateTable('grants').set({ ended_at: new Date() }).where('id', '=', id).execute()
    const ended = performance.now()
    await expect(lines.next()).rejects.toThrow()
    // A second by design; the rest is for a busy machine.
    expect(performance.now() - ended).toBeLessThan(10_000)
    await expect.poll(async () => (await test().events()).at(-1)).toMatchObject({ detail: { ending: 'access ended' } })
  })
})
