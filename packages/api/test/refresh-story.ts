import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { LoggedRequest } from '@app-connections/heroku-sandbox'
import { expect } from 'vitest'
import * as z from 'zod'
import { publicError, type Services } from '../src/index.ts'
import { finished, type OAuthTest } from './oauth.ts'
import type { Action, Story } from './refresh-model.ts'
import { call } from './services.ts'

/** What one story adds to the counts of all stories. */
export interface StoryCounts {
  uses: number
  refreshes: number
  reconnectRequired: number
}

type Step = Story['steps'][number]
type Answer = { kind: Action['kind']; status: number; outcome?: string }

/**
 * Runs a story on a new connection, and asserts after each step: the stored credential works, or the state says why
 * not; there were no more refreshes than reasons, never two at once; and an older generation never replaced a newer
 * one.
 */
export async function tell(t: OAuthTest, processes: readonly [Services, Services], story: Story): Promise<StoryCounts> {
  const { sandbox, services } = t
  await sandbox.control.setSwitches(story.switches)
  const id = await t.connect()
  const counts: StoryCounts = { uses: 0, refreshes: 0, reconnectRequired: 0 }
  /** Whether a new consent may be needed: it was withdrawn, or a rotated token was lost and the old one is refused. */
  let excused = false
  let sealRevision = 1

  for (const step of story.steps) {
    await sandbox.control.clearRequests()
    await prepare(t, id, step)
    excused ||= step.weather === 'withdrawn'
    excused ||= step.weather === 'lost-answer' && losesRotated(story)
    const answers = await Promise.all(
      step.actions.map(async (action): Promise<Answer> => {
        await sleep(action.after)
        return act(t, processes[action.by], id, action.kind)
      }),
    )
    await sandbox.control.clearFaults()
    const reconnected = answers.filter(({ outcome }) => outcome === 'reconnected').length
    const deleted = count(step, 'delete') > 0
    for (const answer of answers) expect(allowed(step, answer, excused), JSON.stringify({ step, answers })).toBe(true)

    const after = await services.db.selectFrom('connections').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
    excused ||= deleted
    const use = async () => [await act(t, processes[0], id, 'use'), await act(t, processes[1], id, 'use')]
    let uses = await use()
    if (uses[0]?.status === 502) {
      await meetRest(t, id)
      counts.uses += uses.length
      uses = await use()
    }
    const statuses = uses.map(({ status }) => status)
    if (after.deleted_at !== null) expect(statuses).toEqual([404, 404])
    else if (statuses[0] !== 200) {
      expect(statuses).toEqual([400, 400])
      const { status, remedy } = (await t.get(id)).health
      expect({ status, excused }).toEqual({ status: 'reconnect_required', excused: true })
      expect(remedy).not.toBeNull()
      counts.reconnectRequired += 1
    } else expect(statuses).toEqual([200, 200])
    if (reconnected > 0 && !deleted) excused = false

    const refreshes = await t.refreshes()
    expect(overlapping(refreshes)).toEqual([])
    const faults = step.weather === 'lost-answer' || step.weather === 'no-effect' ? 1 : 0
    expect(refreshes.length).toBeLessThanOrEqual(1 + faults + reconnected)
    sealRevision = await checkRevisions(t, id, sealRevision)
    counts.uses += uses.length + count(step, 'use')
    counts.refreshes += refreshes.length
  }
  await services.db.deleteFrom('connections').where('id', '=', id).where('org_id', '=', t.organization.id).execute()
  return counts
}

/**
 * Asserts that a use after a step gets 502 only while refreshes of this generation rest after two failures in a row,
 * and that the state says so. Then ends the rest, as if its time had passed.
 */
async function meetRest(t: OAuthTest, id: string): Promise<void> {
  const { status, remedy } = (await t.get(id)).health
  expect({ status, remedy }).toEqual({ status: 'degraded', remedy: expect.any(String) })
  const over = await t.database.pool.query(
    `update refresh_leases l set not_before = now() from connections c
      where c.id = $1 and l.connection_id = c.id and l.seal_revision = c.seal_revision
        and not l.calling and l.failures > 1 and l.not_before is not null`,
    [id],
  )
  expect(over.rowCount).toBe(1)
}

const count = (step: Step, kind: Action['kind']) => step.actions.filter((action) => action.kind === kind).length
const losesRotated = ({ switches }: Story) =>
  switches.refreshTokenRotates === true && switches.refreshTokenReuse !== 'accepted'

async function prepare(t: OAuthTest, id: string, { weather }: Step): Promise<void> {
  const { control } = t.sandbox
  if (weather === 'calm') return
  if (weather === 'near-end') return t.believeEnd(id, 60)
  if (weather === 'withdrawn') {
    // A withdrawn consent cannot be withdrawn again.
    await t
      .stored(id)
      .then(({ authToken }) => control.revokeToken(authToken))
      .catch(() => undefined)
    return
  }
  await t.endTokens()
  await t.believeEnd(id, weather === 'ended-unseen' ? null : -1)
  if (weather === 'slow')
    await control.setFault({ path: '/oauth/token', times: 3, effect: { kind: 'latency', ms: 40 } })
  if (weather === 'lost-answer' || weather === 'no-effect') {
    const when = weather === 'lost-answer' ? 'after' : 'before'
    await control.setFault({ path: '/oauth/token', effect: { kind: 'reset', when } })
  }
}

async function act(t: OAuthTest, services: Services, connectionId: string, kind: Action['kind']): Promise<Answer> {
  const ref = { app: 'heroku', connectionId }
  try {
    switch (kind) {
      case 'use':
        await t.askWith(services, 'appConnections.apps', ref)
        return { kind, status: 200 }
      case 'rename':
        await call(services, t.admin, 'appConnections.update', { ...ref, name: `n-${randomUUID()}` })
        return { kind, status: 200 }
      case 'reconnect': {
        const back = await t.consentWith(services, t.admin, { purpose: 'reconnect', connectionId })
        const { outcome } = finished.parse(await call(services, t.admin, 'oauth.finish', back))
        return { kind, status: 200, outcome }
      }
      case 'delete':
        await call(services, t.admin, 'appConnections.remove', ref)
        return { kind, status: 200 }
      case 'restore':
        await call(services, t.admin, 'appConnections.restore', { connectionId })
        return { kind, status: 200 }
    }
  } catch (error) {
    return { kind, status: publicError(error, '').body.statusCode }
  }
}

/** Whether this step allows the answer. */
function allowed(step: Step, { kind, status, outcome }: Answer, excused: boolean): boolean {
  const fault = step.weather === 'lost-answer' || step.weather === 'no-effect'
  const others = step.actions.length > 1
  if (status === 404) return true
  switch (kind) {
    case 'use':
      if (status === 502) return fault
      // A second reconnect may withdraw what it replaces while that is in use.
      return (
        status === 200 ||
        (status === 400 && (excused || (others && count(step, 'reconnect') + count(step, 'delete') > 0)))
      )
    case 'rename':
      return status === 200 || (status === 412 && others)
    case 'reconnect':
      return (
        status === 200 &&
        (outcome === 'reconnected' || outcome === 'not_allowed' || (fault && outcome === 'unavailable'))
      )
    case 'delete':
    case 'restore':
      return status === 200
  }
}

/** The calls that began before the one before them had ended. */
export function overlapping(calls: LoggedRequest[]): LoggedRequest[] {
  const inOrder = [...calls].sort((a, b) => a.startedAt - b.startedAt)
  return inOrder.filter((each, at) => at > 0 && each.startedAt < (inOrder[at - 1]?.endedAt ?? Number.POSITIVE_INFINITY))
}

const sealing = z.object({ sealRevision: z.int() })

/** Asserts that the audit trail names every generation once, in order, and that the row is the last of them. */
async function checkRevisions(t: OAuthTest, id: string, before: number): Promise<number> {
  const row = await t.services.db.selectFrom('connections').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
  const events = await t.services.db
    .selectFrom('audit_events')
    .select(['action', 'detail'])
    .where('target_id', '=', id)
    .where('action', 'in', ['appConnections.refresh', 'appConnections.reconnect'])
    .where('outcome', '=', 'success')
    .orderBy('at')
    .orderBy('id')
    .execute()
  const revisions = events.map(({ detail }) => sealing.parse(detail).sealRevision).sort((a, b) => a - b)
  expect(revisions).toEqual(Array.from({ length: row.seal_revision - 1 }, (_, at) => at + 2))
  expect(row.version).toBe(1 + events.filter(({ action }) => action === 'appConnections.reconnect').length)
  expect(row.seal_revision).toBeGreaterThanOrEqual(before)
  return row.seal_revision
}
