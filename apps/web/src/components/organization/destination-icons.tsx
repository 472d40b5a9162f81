import { Bot, Cable, FolderKanban, Gauge, type LucideIcon, ScrollText, Settings, Users, Webhook } from 'lucide-react'
import type { ReactNode } from 'react'
import type { DestinationPath } from './destinations.ts'

/**
 * The icon of each page in the navigation. They are rendered on the server and apart from the list of pages, so that the
 * navigation's script does not contain them.
 */
export const destinationIcons: Readonly<Record<DestinationPath, ReactNode>> = {
  '': icon(Gauge),
  connections: icon(Cable),
  projects: icon(FolderKanban),
  members: icon(Users),
  identities: icon(Bot),
  audit: icon(ScrollText),
  webhooks: icon(Webhook),
  settings: icon(Settings),
}

function icon(Icon: LucideIcon): ReactNode {
  return <Icon className="size-4" aria-hidden />
}
