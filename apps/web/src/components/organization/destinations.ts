import type { OrganizationRole } from '@app-connections/schemas'

/** The pages of an organization, by their paths below its own (empty for that itself), in the order of the navigation. */
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

/** The pages of an organization that a role finds something on: some are for admins alone. */
export function destinationsFor(role: OrganizationRole | null): readonly Destination[] {
  return all.filter(({ admins }) => !admins || role === 'admin')
}

/** The address of a page of an organization; an empty `path` is its overview. */
export function pathWithin(organization: { slug: string }, path: string): string {
  return path === '' ? `/o/${organization.slug}` : `/o/${organization.slug}/${path}`
}
