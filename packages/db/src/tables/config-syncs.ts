import type { ColumnType, Generated } from 'kysely'
import type { CreatedAt, Json, Makers, Time } from './columns.ts'
import type { OrgId } from './org-id.ts'

/** What a sync does beyond adding and changing keys of its own. */
export interface ConfigSyncOptions {
  /** What its first plan does with keys that are in both. `overwrite-destination` goes on doing so. */
  initialSyncBehavior: string
  /** What a key is called at the resource: `{{secretKey}}` and `{{environment}}` stand for themselves. */
  keySchema?: string
  /** Whether keys of its own stay at the resource once they leave the set. */
  disableSecretDeletion?: boolean
  /** Whether the sets below are synced too. */
  recursive?: boolean
  /** Whether keys that are nobody's and not in the set are deleted too. */
  deleteForeignSecrets?: boolean
}

/** A config set bound to a resource of a connection. */
export interface ConfigSyncTable {
  id: string
  org_id: OrgId
  project_id: string
  set_id: string
  connection_id: string
  app: string
  /** By its id at the platform; the name is what it was called when the sync was made. */
  resource_id: string
  resource_name: string
  name: string
  description: string | null
  auto_sync: boolean
  options: Json<ConfigSyncOptions>
  /** Whether somebody other than its maker has to approve each plan that changes something. */
  requires_approval: Generated<boolean>
  /** Whether the first run has taken in what the resource had. */
  imported: Generated<boolean>
  /** Who vouches for what it does by itself: whoever made it, or last decided that it does so. */
  makers: Makers
  /** +1 with every change of what it does. */
  version: Generated<number>
  created_at: CreatedAt
  updated_at: ColumnType<Date, Date | undefined, Date>
}

/** That a sync owns a key of a resource. */
export interface ConfigClaimTable {
  org_id: OrgId
  app: string
  resource_id: string
  key: string
  sync_id: string
  /** Of the value that the resource had after the sync's last change; null where that is not known. */
  digest: ColumnType<string | null, undefined, string>
  since: CreatedAt
}

/** One key in a plan, masked. */
export interface ConfigPlanRow {
  key: string
  action: string
  owner: string
  ownerId: string | null
  before: string | null
  after: string | null
  /** Whether the sync takes the key over, which was nobody's. */
  taken: boolean
}

/** What became of a key that a plan changes. */
export interface ConfigPlanOutcome {
  key: string
  holds: string
}

export interface ConfigPlanTable {
  id: string
  org_id: OrgId
  sync_id: string
  /** `sync`, `remove`, or `undo` of another plan. */
  kind: string
  undoes: string | null
  state: string
  set_revision: number
  sync_version: Generated<number>
  /** The resource that it is for; null: that of the sync. */
  resource_id: string | null
  release: number
  rows: Json<ConfigPlanRow[]>
  /** The values before and after of each key that changes. Sealed; bound to organization and plan. */
  changes: Buffer
  made_by: string | null
  /** Who may not approve it: its maker with those through whom they act, or who wrote what a run would set. */
  makers: Makers
  /** Of all that it would do; null for a plan of an earlier release. */
  hash: string | null
  approved_by: ColumnType<string | null, undefined, string>
  approved_hash: ColumnType<string | null, undefined, string>
  approved_at: ColumnType<Date | null, undefined, Date>
  /** While it is being sent: until when nobody else may look how that ended. */
  under_way_until: Time | null
  outcome: ColumnType<ConfigPlanOutcome[] | null, string | null | undefined, string | null>
  release_made: number | null
  created_at: CreatedAt
  applied_at: Time | null
}

/** What a run is asked to do. */
export interface ConfigRunOptions {
  /** Of an import: whose value stays where both have a key. */
  importBehavior?: string
  /** Whether nobody has asked for it: it follows a change, and is done only while the sync runs by itself. */
  automatic?: boolean
  /** Whoever has asked for it, with those through whom they act. */
  askedBy?: string[]
  /** The revision that the set had then. */
  revision?: number
  /** Of a removal: whether the sync is deleted after it. */
  deletes?: boolean
}

/** The latest run of a kind: `sync`, `import` or `remove`. */
export interface ConfigRunTable {
  sync_id: string
  kind: string
  org_id: OrgId
  job_id: string
  /** `pending`, `running`, `succeeded` or `failed`. */
  status: string
  message: string | null
  options: Json<ConfigRunOptions>
  /** Whether it was asked for again while it was under way. */
  again: Generated<boolean>
  tries: Generated<number>
  due_at: Time
  /** Until when nobody else may run it. */
  under_way_until: Time | null
  /** When one of this kind last succeeded. */
  succeeded_at: Time | null
}
