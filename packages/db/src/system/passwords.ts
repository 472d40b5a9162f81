import { sql } from 'kysely'
import type { Queryable } from '../engine/database.ts'
import { isOver } from '../engine/lives.ts'
import { passwordProvider } from './people.ts'

/**
 * The turns in a row that need no wait. Each further one waits twice as long as the one before, at most `longestWait`.
 */
const turnsWithoutWait = 10
const longestWaitSeconds = 60
/** A budget without turns for so long starts anew. */
const forgottenAfterSeconds = 3_600

/**
 * Takes a turn to give a password out of a budget, for all processes together. It counts before the password is
 * verified, so that many at once get no further than one after another. `secondsLeft`: until the next turn, where there
 * is none now.
 */
export async function takePasswordTurn(
  db: Queryable,
  budget: string,
): Promise<{ taken: boolean; secondsLeft: number }> {
  const { rows } = await sql<{ taken: boolean; secondsLeft: number }>`
    with turn as (
      insert into password_turns as t (budget, taken, last_at, next_at) values (${budget}, 1, now(), now())
      on conflict (budget) do update set last_at = now(),
        taken = case when t.last_at < now() - make_interval(secs => ${forgottenAfterSeconds}) then 1 else t.taken + 1 end,
        next_at = now() + case when t.last_at < now() - make_interval(secs => ${forgottenAfterSeconds})
            or t.taken < ${turnsWithoutWait} then interval '0'
          else make_interval(secs => least(${longestWaitSeconds}::int, power(2, least(t.taken - ${turnsWithoutWait}, 16))))
          end
      where ${isOver('t.next_at', longestWaitSeconds)}
      returning budget)
    select exists (select from turn) as taken, coalesce((select greatest(1, ceil(extract(epoch from next_at - now())))
      from password_turns where budget = ${budget}), 0)::int as "secondsLeft"`.execute(db)
  return rows[0] ?? { taken: false, secondsLeft: longestWaitSeconds }
}

/** Resets a budget after a right password. */
export async function forgetPasswordTurns(db: Queryable, budget: string): Promise<void> {
  await db.deleteFrom('password_turns').where('budget', '=', budget).execute()
}

/** Counts a wrong password of an account. Resolves with how many there were within an hour of the first. */
export async function countWrongPassword(db: Queryable, account: string): Promise<number> {
  const { rows } = await sql<{ wrong: number }>`
    insert into wrong_passwords as w (account, wrong, since) values (${account}, 1, now())
    on conflict (account) do update set
      wrong = case when w.since < now() - interval '1 hour' then 1 else w.wrong + 1 end,
      since = case when w.since < now() - interval '1 hour' then now() else w.since end
    returning wrong`.execute(db)
  return rows[0]?.wrong ?? 0
}

/** The password of a person as better-auth's function hashed it; undefined where they have none. */
export async function selectPasswordHash(db: Queryable, personId: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('auth.account')
    .select('password')
    .where('userId', '=', personId)
    .where('providerId', '=', passwordProvider)
    .executeTakeFirst()
  return row?.password ?? undefined
}

/** Notes that the person of a session has just given their password. */
export async function noteProof(db: Queryable, sessionId: string): Promise<void> {
  await db.updateTable('auth.session').set({ provedAt: sql<Date>`now()` }).where('id', '=', sessionId).execute()
}
