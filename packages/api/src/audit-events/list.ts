import { type AuditEventRow, selectAuditEvents } from '@app-connections/db'
import type { AuditEvent, ListAuditEvents } from '@app-connections/schemas'
import { requireManagement } from '../access/policy.ts'
import { decodePlaceInTime, encodePlaceInTime } from '../cursor.ts'
import type { MemberContext } from '../procedure/context.ts'
import { inTurn } from '../procedure/in-turn.ts'
import { listed, rowsOfPart } from '../procedure/long-answer.ts'

/** The organization's events, newest first, a page at a time. Errors: 403, 400 (a strange cursor). */
export async function listAuditEvents({
  ctx,
  input,
}: {
  ctx: MemberContext
  input: ListAuditEvents
}): Promise<{ auditEvents: AuditEvent[]; nextCursor?: string }> {
  requireManagement(ctx.member, 'read', 'audit-events')
  const { action, actorId, targetId, projectId, outcome } = input
  const filter = {
    orgId: ctx.member.orgId,
    ...(action === undefined ? {} : { action }),
    ...(actorId === undefined ? {} : { actorId }),
    ...(targetId === undefined ? {} : { targetId }),
    ...(projectId === undefined ? {} : { projectId }),
    ...(outcome === undefined ? {} : { outcome }),
    ...(input.from === undefined ? {} : { from: new Date(input.from) }),
    ...(input.to === undefined ? {} : { to: new Date(input.to) }),
  }
  const after = input.cursor === undefined ? undefined : decodePlaceInTime(input.cursor)
  const read = () => inParts(ctx, filter, after, input.limit + 1)
  const rows = await (input.limit <= rowsOfPart ? listed(ctx, read) : inTurn(ctx.services.turns.longAnswers, ctx, read))
  const page = rows.slice(0, input.limit)
  const last = page.at(-1)
  return {
    auditEvents: page.map(shape),
    ...(rows.length > input.limit && last !== undefined ? { nextCursor: encodePlaceInTime(last) } : {}),
  }
}

type Filter = Parameters<typeof selectAuditEvents>[1]

/** The first `limit` events after a place, a part after the other: behind each there is time for others. */
async function inParts(
  { services }: MemberContext,
  filter: Omit<Filter, 'after' | 'limit'>,
  from: Filter['after'],
  limit: number,
): Promise<AuditEventRow[]> {
  const rows: AuditEventRow[] = []
  for (let after = from; ; ) {
    const most = Math.min(limit - rows.length, rowsOfPart + 1)
    const part = await selectAuditEvents(services.db, {
      ...filter,
      ...(after === undefined ? {} : { after }),
      limit: most,
    })
    rows.push(...part)
    const last = part.at(-1)
    if (last === undefined || part.length < most || rows.length === limit) return rows
    after = { at: last.at, id: last.id }
  }
}

function shape(row: AuditEventRow): AuditEvent {
  return {
    id: row.id,
    at: row.at.toISOString(),
    actor: { type: row.actor_type, id: row.actor_id, tokenId: row.token_id },
    address: row.address,
    userAgent: row.user_agent,
    action: row.action,
    target: { type: row.target_type, id: row.target_id },
    projectId: row.project_id,
    outcome: row.outcome,
    reqId: row.req_id,
    detail: row.detail,
  }
}
