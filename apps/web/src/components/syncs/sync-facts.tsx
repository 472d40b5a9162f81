import type { Sync } from '@app-connections/schemas'
import Link from 'next/link'
import { setTitle } from '@/components/config-sets/place.ts'
import { type AppLabels, appLabel } from '@/components/connections/labels.ts'
import type { ShownProject } from '@/components/projects/project-frame.tsx'
import { Fact, Facts } from '@/components/ui/lists/facts.tsx'
import { destinationName } from './destination.ts'
import { SyncStatus } from './syncs-table.tsx'

/** What a sync takes, where it sets it, and how. */
export function SyncFacts({ sync, shown, labels }: { sync: Sync; shown: ShownProject; labels: AppLabels }) {
  const { initialSyncBehavior, disableSecretDeletion, deleteForeignSecrets, keySchema } = sync.syncOptions
  return (
    <div className="mb-8">
      <Facts>
        <Fact name="Config set">
          <Link
            href={`${shown.home}/sets/${sync.folder.id}`}
            prefetch={false}
            className="underline underline-offset-2 hover:text-accent-ink"
          >
            {setTitle({ environment: sync.environment.slug, secretPath: sync.folder.path })}
          </Link>
        </Fact>
        <Fact name={`At ${appLabel({ app: sync.destination }, labels)}`}>{destinationName(sync, labels)}</Fact>
        <Fact name="Connection">{sync.connection.name}</Fact>
        <Fact name="Status">
          <SyncStatus sync={sync} />
        </Fact>
        <Fact name="Runs">{sync.isAutoSyncEnabled ? 'By itself, after each change of the set' : 'By hand'}</Fact>
        <Fact name="Second person">{sync.requiresApproval ? 'Approves each plan' : 'Not asked'}</Fact>
        <Fact name="Keys in both at first">
          {initialSyncBehavior === 'overwrite-destination' ? 'Taken over' : 'Taken into the set'}
        </Fact>
        <Fact name="Keys that leave the set">
          {disableSecretDeletion === true ? 'Stay at the app' : 'Deleted at the app'}
        </Fact>
        {keySchema && <Fact name="Key schema">{keySchema}</Fact>}
        {deleteForeignSecrets === true && <Fact name="Foreign keys">Deleted at the app</Fact>}
        {sync.lastSyncMessage !== null && (
          <Fact name="Last message" wide>
            {sync.lastSyncMessage}
          </Fact>
        )}
      </Facts>
    </div>
  )
}
