import type { Generated } from 'kysely'
import type { CreatedAt, Makers, Time } from './columns.ts'
import type { ConfigDriftTable } from './config-drifts.ts'
import type { ConfigClaimTable, ConfigPlanTable, ConfigRunTable, ConfigSyncTable } from './config-syncs.ts'
import type { OrgId } from './org-id.ts'

/** An environment of a project, made by the first write to one of its sets. */
interface ConfigEnvironmentTable {
  id: string
  org_id: OrgId
  project_id: string
  slug: string
  created_at: CreatedAt
}

interface ConfigSetTable {
  id: string
  org_id: OrgId
  project_id: string
  environment_id: string
  path: string
  /** +1 with every change of a key. */
  revision: Generated<number>
  created_at: CreatedAt
}

/** A key of a set. Its present value is that of its version. */
interface ConfigSecretTable {
  id: string
  org_id: OrgId
  set_id: string
  key: string
  version: number
  comment: string
  /** Whether its value is never shown again. */
  write_only: boolean
  created_at: Time
  updated_at: Time
}

/** What a key was, and who made it so. It outlives the key. */
interface ConfigVersionTable {
  secret_id: string
  version: number
  org_id: OrgId
  set_id: string
  key: string
  /** Sealed; bound to organization, secret and version. Null where the key was deleted. */
  value: Buffer | null
  comment: string
  actor_type: string
  actor_id: string | null
  /** Of what the service itself wrote, whoever had asked for that. */
  makers: Makers
  /** Where the value came from. */
  source: string
  at: Time
}

export interface ConfigTables {
  config_environments: ConfigEnvironmentTable
  config_sets: ConfigSetTable
  config_secrets: ConfigSecretTable
  config_versions: ConfigVersionTable
  config_syncs: ConfigSyncTable
  config_claims: ConfigClaimTable
  config_plans: ConfigPlanTable
  config_runs: ConfigRunTable
  config_drifts: ConfigDriftTable
}
