import type { Sync } from '@app-connections/schemas'
import Link from 'next/link'
import { setTitle } from '@/components/config-sets/place.ts'
import { type AppLabels, appLabel } from '@/components/connections/labels.ts'
import { Time } from '@/components/time/time.tsx'
import { Badge } from '@/components/ui/badge.tsx'
import { Cell, NameCell, Row, Table, TableBody, TableHead, wideOnly } from '@/components/ui/lists/table.tsx'
import { destinationName } from './destination.ts'
import { runWords } from './plan-words.ts'

/** Syncs, each with where it takes values from and where it sets them. */
export function SyncsTable({ syncs, path, labels }: { syncs: readonly Sync[]; path: string; labels: AppLabels }) {
  return (
    <Table label="Syncs">
      <TableHead>
        <th scope="col">Name</th>
        <th scope="col">Status</th>
        <th scope="col" className={wideOnly}>
          Last synced
        </th>
      </TableHead>
      <TableBody>
        {syncs.map((sync) => (
          <Row key={sync.id} className="relative">
            <NameCell>
              <Link
                href={`${path}/${sync.id}`}
                prefetch={false}
                className="block truncate font-medium after:absolute after:inset-0 hover:underline"
              >
                {sync.name}
              </Link>
              <p className="truncate text-[0.8125rem] text-muted">
                {`${setTitle({ environment: sync.environment.slug, secretPath: sync.folder.path })} to ${destinationName(sync, labels)} at ${appLabel({ app: sync.destination }, labels)}`}
              </p>
            </NameCell>
            <Cell className="whitespace-nowrap">
              <SyncStatus sync={sync} />
            </Cell>
            <Cell className={`whitespace-nowrap text-muted ${wideOnly}`}>
              {sync.lastSyncedAt === null ? 'Never' : <Time at={sync.lastSyncedAt} />}
            </Cell>
          </Row>
        ))}
      </TableBody>
    </Table>
  )
}

/** How the last run went; a sync that is applied by hand has none. */
export function SyncStatus({ sync: { syncStatus, isAutoSyncEnabled } }: { sync: Sync }) {
  if (syncStatus === null) return <Badge look="plain">{isAutoSyncEnabled ? 'Not run yet' : 'By hand'}</Badge>
  return <Badge look={runWords[syncStatus].look}>{runWords[syncStatus].name}</Badge>
}
