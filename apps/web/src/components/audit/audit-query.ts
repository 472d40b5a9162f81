import type { ReadAddress } from '@/address/address.ts'

const rowsAPage = 50
const dayMs = 86_400_000

/** What the address of the audit trail holds. Days are as `2026-01-31`, in UTC, both included. */
export const auditNames = ['action', 'actor', 'outcome', 'project', 'target', 'from', 'to', 'cursor'] as const
export type AuditName = (typeof auditNames)[number]

/** Which events an address asks for, without the page: for the list and for the export alike. */
export function auditFilter(read: ReadAddress<AuditName>) {
  const from = day(read('from'))
  const to = day(read('to'))
  return {
    ...given('action', read('action')),
    ...given('outcome', read('outcome')),
    ...id('actorId', read('actor')),
    ...id('projectId', read('project')),
    ...id('targetId', read('target')),
    ...(from === undefined ? {} : { from: new Date(from).toISOString() }),
    ...(to === undefined ? {} : { to: new Date(to + dayMs).toISOString() }),
  }
}

/** The page of events that an address asks for. */
export function auditPage(read: ReadAddress<AuditName>) {
  return { ...auditFilter(read), limit: rowsAPage, ...given('cursor', read('cursor')) }
}

function given<Name extends string>(name: Name, value: string): Partial<Record<Name, string>> {
  const record: Partial<Record<Name, string>> = {}
  if (value !== '') record[name] = value
  return record
}

/** What is no id in the address counts as absent: the service would refuse all of it. */
function id<Name extends string>(name: Name, value: string): Partial<Record<Name, string>> {
  return given(name, /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value) ? value : '')
}

function day(value: string): number | undefined {
  if (!/^\d{4}-\d\d-\d\d$/.test(value)) return undefined
  const time = Date.parse(`${value}T00:00:00Z`)
  return Number.isNaN(time) ? undefined : time
}
