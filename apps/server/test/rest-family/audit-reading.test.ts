import { randomUUID } from 'node:crypto'
import { sweep } from '@app-connections/db/system'
import { engines } from '@app-connections/db/testing/engines'
import { type AuditEvent, auditEventSchema } from '@app-connections/schemas'
import { describe, expect, it } from 'vitest'
import { errorOf } from '../http.ts'
import { eventPage, eventsOf, eventsPath, insertEvents, newPlace } from './events.ts'
import { useFamily } from './family.ts'

describe.each(engines)('reading the audit trail on %s', (engine) => {
  const family = useFamily(engine)
  const place = () => newPlace(family())

  it('is read by filter, time range and page, by admins alone, of their own organization', async () => {
    const { organization, admin, person } = await place()
    const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString()
    const [targetId, projectId] = [randomUUID(), organization.projectId]
    for (let minute = 0; minute < 10; minute++) {
      await insertEvents(family(), organization.orgId, 1, {
        at: at(minute),
        actor_id: minute % 2 ? person.id : admin.id,
        action: minute < 5 ? 'one.thing' : 'other.thing',
        target_id: minute === 3 ? targetId : null,
        project_id: minute > 7 ? projectId : null,
        outcome: minute === 9 ? 'denied' : 'success',
      })
    }
    const count = async (query: string) => (await eventsOf(family(), admin, query)).length
    expect(await count('')).toBe(10)
    expect(await count('&action=one.thing')).toBe(5)
    expect(await count('&action=nothing')).toBe(0)
    expect(await count(`&actorId=${person.id}`)).toBe(5)
    expect(await count(`&targetId=${targetId}`)).toBe(1)
    expect(await count(`&projectId=${projectId}`)).toBe(2)
    expect(await count('&outcome=denied')).toBe(1)
    // `from` is inclusive, `to` is exclusive.
    expect(await count(`&from=${at(2)}&to=${at(5)}`)).toBe(3)
    expect(await count(`&from=2026-01-01T02:02:00%2B02:00&to=${at(5)}`)).toBe(3)
    expect(await count(`&from=${at(5)}&action=one.thing`)).toBe(0)
    const whole = await eventsOf(family(), admin)
    const pages: AuditEvent[] = []
    for (let cursor = ''; ; ) {
      const next = eventPage.parse((await family().rest('GET', `${eventsPath}?limit=3${cursor}`, { as: admin })).body)
      pages.push(...next.auditEvents)
      if (next.nextCursor === undefined) break
      cursor = `&cursor=${next.nextCursor}`
    }
    expect(pages).toEqual(whole.toReversed())
    const elsewhere = await place()
    expect(await eventsOf(family(), elsewhere.admin)).toEqual([])
    const member = await organization.machine({ organization: 'member', project: 'admin' })
    for (const address of [eventsPath, `${eventsPath}/export`]) {
      expect(errorOf(await family().rest('GET', address, { as: member }))).toMatchObject({
        statusCode: 403,
        details: [{ action: 'read', subject: 'audit-events' }],
      })
    }
    for (const query of [
      'from=yesterday',
      'to=2026-01-01',
      'limit=0',
      'limit=1001',
      'actorId=x',
      'cursor=',
      'action=a%00b',
      'outcome=%00',
    ]) {
      expect(errorOf(await family().rest('GET', `${eventsPath}?${query}`, { as: admin })).statusCode, query).toBe(422)
    }
    expect(errorOf(await family().rest('GET', `${eventsPath}?cursor=x`, { as: admin })).statusCode).toBe(400)
  })

  it('goes out as a stream of NDJSON, complete and in order, with memory that does not grow with it', async () => {
    const { organization, admin } = await place()
    const total = 25_000
    await insertEvents(family(), organization.orgId, total, { action: 'many' })
    const before = process.memoryUsage().rss
    const answer = await fetch(`${family().server.url}${eventsPath}/export?action=many`, { headers: admin.headers })
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/x-ndjson'])
    const decoder = new TextDecoder()
    const seen = new Set<string>()
    let [rest, last, bytes, peak] = ['', '', 0, 0]
    for await (const chunk of answer.body ?? []) {
      bytes += chunk.byteLength
      peak = Math.max(peak, process.memoryUsage().rss)
      const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) {
        const { id, at } = auditEventSchema.parse(JSON.parse(line))
        if (last !== '' && `${at} ${id}` >= last) throw new Error('not newest first')
        last = `${at} ${id}`
        seen.add(id)
      }
    }
    expect(rest).toBe('')
    expect(seen.size).toBe(total)
    expect(bytes).toBeGreaterThan(total * 200)
    // All events together would take several times this much as objects.
    expect((peak - before) / 1024 / 1024).toBeLessThan(200)
  })

  it('breaks an export off rather than end it as if it were whole', async () => {
    const { organization, admin } = await place()
    await insertEvents(family(), organization.orgId, 20_000, { action: 'broken-off' })
    const answer = await fetch(`${family().server.url}${eventsPath}/export?action=broken-off`, {
      headers: admin.headers,
    })
    const reader = answer.body?.getReader()
    await reader?.read()
    await family().query('alter table audit_events rename to away')
    const readToTheEnd = async () => {
      for (;;) if ((await reader?.read())?.done !== false) return
    }
    try {
      await expect(readToTheEnd()).rejects.toThrow()
    } finally {
      await family().query('alter table away rename to audit_events')
    }
  })

  it('is kept as many days as the operator says', async () => {
    const { organization, admin } = await place()
    const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString()
    for (const days of [1, 29, 31, 400])
      await insertEvents(family(), organization.orgId, 1, { at: daysAgo(days), action: `day.${days}` })
    await sweep(family().db, 365)
    expect((await eventsOf(family(), admin)).map(({ action }) => action)).toEqual(['day.31', 'day.29', 'day.1'])
    await sweep(family().db, 30)
    expect((await eventsOf(family(), admin)).map(({ action }) => action)).toEqual(['day.29', 'day.1'])
  })
})
