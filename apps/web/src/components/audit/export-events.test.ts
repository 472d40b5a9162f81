import { createClient } from '@app-connections/client'
import { expect, it } from 'vitest'
import { curlOfExport, readEvents } from './export-events.ts'

/** A client whose service holds `total` events, and what it was asked for. */
function clientOver(total: number) {
  const asked: { limit: number; cursor?: string; action?: string }[] = []
  const client = createClient({
    url: 'http://service.invalid',
    auth: { token: 'token' },
    fetch: async (input) => {
      const batch: Record<string, (typeof asked)[number]> = JSON.parse(
        new URL(String(input)).searchParams.get('input') ?? '{}',
      )
      const { limit, cursor, ...rest } = batch[0] ?? { limit: 0 }
      asked.push({ limit, ...rest, ...(cursor === undefined ? {} : { cursor }) })
      const first = Number(cursor ?? 0)
      const auditEvents = Array.from({ length: Math.min(limit, total - first) }, (_, index) => ({ id: first + index }))
      const next = first + auditEvents.length
      const data = { auditEvents, ...(next < total ? { nextCursor: `${next}` } : {}) }
      return Response.json([{ result: { data } }])
    },
  })
  return { client, asked }
}

const read = (client: Parameters<typeof readEvents>[0], most: number, progress: number[] = []) =>
  readEvents(
    client,
    { action: 'a' },
    { signal: new AbortController().signal, onProgress: (n) => progress.push(n), most },
  )

it('reads every page, in order, and tells how far it is', async () => {
  const { client, asked } = clientOver(2_500)
  const progress: number[] = []
  const { lines, complete } = await read(client, 100_000, progress)
  expect(lines.map((line) => JSON.parse(line).id)).toEqual(Array.from({ length: 2_500 }, (_, index) => index))
  expect(complete).toBe(true)
  expect(progress).toEqual([1_000, 2_000, 2_500])
  expect(asked).toEqual([
    { limit: 1_000, action: 'a' },
    { limit: 1_000, action: 'a', cursor: '1000' },
    { limit: 1_000, action: 'a', cursor: '2000' },
  ])
})

it('stops at the limit, and says that there is more', async () => {
  const { client } = clientOver(2_500)
  const { lines, complete } = await read(client, 1_500)
  expect([lines.length, complete]).toEqual([1_500, false])
})

it('makes a command that asks for the same events', () => {
  const command = curlOfExport('https://site.example', { action: 'members.set', from: '2026-01-31T00:00:00.000Z' })
  expect(command).toContain(
    "'https://site.example/api/v1/audit-events/export?action=members.set&from=2026-01-31T00%3A00%3A00.000Z'",
  )
})
