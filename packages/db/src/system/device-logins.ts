import { sql } from 'kysely'
import type { Queryable } from '../engine/database.ts'
import { secondsFromNow } from '../engine/lives.ts'
import type { OrgId } from '../tables/org-id.ts'

/** A login that begins. It lives for `expiresIn` seconds, and is polled every `pause` seconds. */
export interface NewDeviceLogin {
  id: string
  deviceHash: Buffer
  userHash: Buffer
  name: string
  address: string
  expiresIn: number
  pause: number
}

/** Stores a login that begins; false where another one has its user code. */
export async function insertDeviceLogin(db: Queryable, login: NewDeviceLogin): Promise<boolean> {
  const { numInsertedOrUpdatedRows = 0n } = await db
    .insertInto('device_logins')
    .values({
      id: login.id,
      device_hash: login.deviceHash,
      user_hash: login.userHash,
      name: login.name,
      address: login.address,
      expires_at: secondsFromNow(login.expiresIn),
      pause: login.pause,
    })
    .onConflict((conflict) => conflict.column('user_hash').doNothing())
    .executeTakeFirstOrThrow()
  return numInsertedOrUpdatedRows > 0n
}

/** A login that waits for a person. */
export interface WaitingLogin {
  id: string
  name: string
  address: string
  requestedAt: Date
  expiresAt: Date
}

const waiting = sql<boolean>`expires_at > now() and not denied and person_id is null`

/** The login that waits under a user code. */
export async function selectWaitingLogin(db: Queryable, userHash: Buffer): Promise<WaitingLogin | undefined> {
  return db
    .selectFrom('device_logins')
    .select(['id', 'name', 'address', 'requested_at as requestedAt', 'expires_at as expiresAt'])
    .where('user_hash', '=', userHash)
    .where(waiting)
    .executeTakeFirst()
}

/** Who lets a program act for them, in which organization, by which session. */
export interface Confirmation {
  orgId: OrgId
  personId: string
  sessionId: string
}

/** Confirms the login that waits under a user code. Its id will be that of the token. */
export async function confirmDeviceLogin(
  db: Queryable,
  userHash: Buffer,
  { orgId, personId, sessionId }: Confirmation,
): Promise<{ id: string; name: string } | undefined> {
  return db
    .updateTable('device_logins')
    .set({ org_id: orgId, person_id: personId, session_id: sessionId })
    .where('user_hash', '=', userHash)
    .where(waiting)
    .returning(['id', 'name'])
    .executeTakeFirst()
}

/** Denies the login that waits under a user code. */
export async function denyDeviceLogin(
  db: Queryable,
  userHash: Buffer,
): Promise<{ id: string; name: string } | undefined> {
  return db
    .updateTable('device_logins')
    .set({ denied: true })
    .where('user_hash', '=', userHash)
    .where(waiting)
    .returning(['id', 'name'])
    .executeTakeFirst()
}

/** How a login is when its program polls. `early`: sooner after the poll before than it may. */
export type PolledLogin =
  | { state: 'expired' | 'denied' | 'taken' | 'early' | 'waiting' }
  | { state: 'confirmed'; id: string; orgId: OrgId; sessionId: string }

/** What a poll that comes too early adds to the pause, and the longest pause, in seconds (RFC 8628, 3.5). */
const added = 5
const longestPause = 60

/** Notes a poll, and answers how the login is; undefined for an unknown code. */
export async function pollDeviceLogin(db: Queryable, deviceHash: Buffer): Promise<PolledLogin | undefined> {
  const { rows } = await sql<{
    state: PolledLogin['state']
    id: string
    orgId: OrgId | null
    sessionId: string | null
  }>`
    with before as (
      select id, polled_at between now() - make_interval(secs => pause - 1) and now() as early
      from device_logins where device_hash = ${deviceHash})
    update device_logins d set polled_at = now(),
      pause = case when b.early then least(d.pause + ${added}, ${longestPause}) else d.pause end
    from before b where d.id = b.id
    returning d.id, d.org_id as "orgId", d.session_id as "sessionId", case
      when d.taken_at is not null then 'taken' when d.expires_at <= now() then 'expired' when d.denied then 'denied'
      when d.person_id is not null then 'confirmed' when b.early then 'early' else 'waiting' end as state`.execute(db)
  const [row] = rows
  if (row === undefined) return undefined
  const { state, id, orgId, sessionId } = row
  if (state !== 'confirmed') return { state }
  return orgId === null || sessionId === null ? { state: 'expired' } : { state, id, orgId, sessionId }
}
