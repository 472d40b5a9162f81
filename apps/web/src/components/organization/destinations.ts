import type { OrganizationRole } from '@app-connections/schemas'
import { Bot, Cable, FolderKanban, type LucideIcon, ScrollText, Users } from 'lucide-react'

interface Destination {
  path: string
  label: string
  Icon: LucideIcon
  /** Whether only admins of the organization find something there. */
  admins: boolean
}

const all: readonly Destination[] = [
  { path: 'connections', label: 'Connections', Icon: Cable, admins: false },
  { path: 'projects', label: 'Projects', Icon: FolderKanban, admins: false },
  { path: 'members', label: 'Members', Icon: Users, admins: true },
  { path: 'identities', label: 'Machines', Icon: Bot, admins: true },
  { path: 'audit', label: 'Audit', Icon: ScrollText, admins: true },
]

/** The pages of an organization that a role finds something on, in the order of the navigation. */
export function destinationsFor(role: OrganizationRole | null): readonly Destination[] {
  return all.filter(({ admins }) => !admins || role === 'admin')
}
