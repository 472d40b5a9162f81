import type { Insertable, Selectable, Updateable } from 'kysely'
import type { Queryable } from '../engine/database.ts'
import type { Tables } from '../tables/index.ts'
import type { OrgId } from '../tables/org-id.ts'

/** A webhook without its sealed secrets. */
export type WebhookRow = Omit<Selectable<Tables['webhooks']>, 'secret' | 'previous_secret' | 'makers'>

const metadata = [
  'id',
  'org_id',
  'url',
  'description',
  'events',
  'enabled',
  'secret_revision',
  'previous_until',
  'created_at',
  'updated_at',
] as const

export async function insertWebhook(db: Queryable, webhook: Insertable<Tables['webhooks']>): Promise<WebhookRow> {
  return db.insertInto('webhooks').values(webhook).returning(metadata).executeTakeFirstOrThrow()
}

/** The webhooks of an organization, oldest first. */
export async function selectWebhooks(db: Queryable, orgId: OrgId): Promise<WebhookRow[]> {
  return db
    .selectFrom('webhooks')
    .select(metadata)
    .where('org_id', '=', orgId)
    .orderBy('created_at')
    .orderBy('id')
    .execute()
}

/** A webhook with its sealed secrets, for rotating them and for signing. */
export async function selectSealedWebhook(
  db: Queryable,
  orgId: OrgId,
  id: string,
): Promise<Selectable<Tables['webhooks']> | undefined> {
  return db.selectFrom('webhooks').selectAll().where('org_id', '=', orgId).where('id', '=', id).executeTakeFirst()
}

/** Changes a webhook. With `secretRevision`, only if its secret is still of that revision. */
export async function updateWebhook(
  db: Queryable,
  webhook: { orgId: OrgId; id: string; secretRevision?: number },
  changes: Updateable<Tables['webhooks']>,
): Promise<WebhookRow | undefined> {
  let query = db.updateTable('webhooks').set(changes).where('org_id', '=', webhook.orgId).where('id', '=', webhook.id)
  if (webhook.secretRevision !== undefined) query = query.where('secret_revision', '=', webhook.secretRevision)
  return query.returning(metadata).executeTakeFirst()
}

/** Deletes a webhook with its deliveries. */
export async function deleteWebhook(db: Queryable, orgId: OrgId, id: string): Promise<boolean> {
  const row = await db
    .deleteFrom('webhooks')
    .where('org_id', '=', orgId)
    .where('id', '=', id)
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}
