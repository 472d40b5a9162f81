import { Bot, Cable, FolderKanban, Gauge, type LucideIcon, ScrollText, Settings, Users, Webhook } from 'lucide-react'
import type { ReactNode } from 'react'
import type { DestinationPath } from './destinations.ts'

/**
 * What stands beside the name of each page. Apart from the pages and already drawn, so that the server hands them to the
 * navigation and its script is without them.
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
