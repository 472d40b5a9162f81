import { type Kysely, sql } from 'kysely'

/** The index of changes of connections, which the overview lists, with those of rotation. */
export const changesOfRotation = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}

const statements = [
  `drop index audit_events_of_changes`,
  `create index audit_events_of_changes on audit_events (org_id, at desc) where target_type = 'app-connection'
    and action in ('appConnections.create', 'appConnections.update', 'appConnections.reconnect',
      'appConnections.remove', 'appConnections.restore', 'appConnections.revokeUpstream', 'appConnections.erase',
      'appConnections.endCredential', 'appConnections.rollBackRotation', 'appConnections.rotateCredentials',
      'appConnections.setRotation', 'appConnections.settleCredential', 'appConnections.stopRotation')`,
]
