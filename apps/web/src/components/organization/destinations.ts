import type { OrganizationRole } from '@app-connections/schemas'

/** The pages of an organization in the order of the navigation. `path` is relative to the organization's own; the overview's is
 * empty. */
const all = [
  { path: '', label: 'Overview', admins: false },
  { path: 'connections', label: 'Connections', admins: false },
  { path: 'projects', label: 'Projects', admins: false },
  { path: 'members', label: 'Members', admins: true },
  { path: 'identities', label: 'Machines', admins: true },
  { path: 'audit', label: 'Audit', admins: true },
  { path: 'webhooks', label: 'Webhooks', admins: true },
  { path: 'settings', label: 'Settings', admins: true },
] as const

type Destination = (typeof all)[number]
export type DestinationPath = Destination['path']

/** The pages that a role can use; some are only for admins. */
export function destinationsFor(role: OrganizationRole | null): readonly Destination[] {
  return all.filter(({ admins }) => !admins || role === 'admin')
}

/** The address of a page of an organization; an empty `path` is its overview. */
export function pathWithin(organization: { slug: string }, path: string): string {
  return path === '' ? `/o/${organization.slug}` : `/o/${organization.slug}/${path}`
}
