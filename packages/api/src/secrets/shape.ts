import type { ConfigVersionRow, SealedSecretRow } from '@app-connections/db'
import type { Secret, SecretVersion } from '@app-connections/schemas'

/** A key as callers see it. `value` is what is shown of it; undefined: nothing. */
export function shapeSecret(
  row: Omit<SealedSecretRow, 'value' | 'makers'>,
  projectId: string,
  value: string | undefined,
): Secret {
  return {
    id: row.id,
    _id: row.id,
    workspace: projectId,
    workspaceId: projectId,
    environment: row.environment,
    secretPath: row.path,
    version: row.version,
    type: 'shared',
    secretKey: row.key,
    ...(value === undefined ? {} : { secretValue: value }),
    secretValueHidden: value === undefined,
    secretComment: row.comment,
    writeOnly: row.write_only,
    secretReminderNote: null,
    secretReminderRepeatDays: null,
    skipMultilineEncoding: false,
    isRotatedSecret: false,
    rotationId: null,
    secretMetadata: [],
    tags: [],
    actor: { actorId: row.actor_id, actorType: row.actor_type },
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  }
}

/** A version of a key, without its value. */
export function shapeVersion(row: ConfigVersionRow): SecretVersion {
  return {
    secretId: row.secret_id,
    version: row.version,
    deleted: row.value === null,
    secretComment: row.comment,
    actor: { actorId: row.actor_id, actorType: row.actor_type },
    source: row.source,
    at: row.at.toISOString(),
  }
}
