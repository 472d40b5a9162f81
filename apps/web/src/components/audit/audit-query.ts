import type { ReadAddress } from '@/address/address.ts'

const rowsAPage = 50
const dayMs = 86_400_000

/** The parameters in the address of the audit trail. Days are written `2026-01-31`, in UTC, both included. */
export const auditNames = ['action', 'actor', 'outcome', 'project', 'target', 'from', 'to', 'cursor'] as const
export type AuditName = (typeof auditNames)[number]

/** The filter of an address, without the page, for the list and the export. */
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

/** The filter and page of an address. */
export function auditPage(read: ReadAddress<AuditName>) {
  return { ...auditFilter(read), limit: rowsAPage, ...given('cursor', read('cursor')) }
}

function given<Name extends string>(name: Name, value: string): Partial<Record<Name, string>> {
  const record: Partial<Record<Name, string>> = {}
  if (value !== '') record[name] = value
  return record
}

/** A malformed id in the address counts as absent, because the service would refuse the whole query. */
function id<Name extends string>(name: Name, value: string): Partial<Record<Name, string>> {
  return given(name, /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value) ? value : '')
}

function day(value: string): number | undefined {
  if (!/^\d{4}-\d\d-\d\d$/.test(value)) return undefined
  const time = Date.parse(`${value}T00:00:00Z`)
  return Number.isNaN(time) ? undefined : time
}
