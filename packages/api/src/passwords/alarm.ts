import type { OrgId } from '@app-connections/db'
import {
  countWrongPassword,
  insertEvents,
  selectOrganizationIds,
  selectPersonByEmail,
} from '@app-connections/db/system'
import { v7 as uuidv7 } from 'uuid'
import { anonymous } from '../access/actor.ts'
import { auditEvent } from '../audit/event.ts'
import type { Context } from '../procedure/context.ts'
import { accountKey } from './brake.ts'

/** How many wrong passwords of an account within an hour cause the event and the mail. Fewer are a bad memory. */
const alarmingCount = 10

/**
 * Counts a wrong password for the account of that e-mail address, if there is one. The tenth within an hour leaves one
 * event in each of the person's organizations and sends them one mail, where mail is configured. Rejects where that
 * fails.
 */
export async function noteWrongPassword(ctx: Context, email: string): Promise<void> {
  const { db, mailer, siteUrl } = ctx.services
  if ((await countWrongPassword(db, accountKey(email))) !== alarmingCount) return
  const person = await selectPersonByEmail(db, email)
  if (person === undefined) return
  const found = await selectOrganizationIds(db, person.id)
  const orgIds: (OrgId | null)[] = found.length === 0 ? [null] : found
  const facts = {
    action: 'session.wrongPasswords',
    target: { type: 'person', id: person.id },
    outcome: 'denied',
    detail: { wrong: alarmingCount },
  } as const
  await insertEvents(
    db,
    orgIds.map((orgId) => auditEvent({ ...ctx, actor: anonymous }, { ...facts, orgId })),
  )
  await mailer?.send({ to: email, id: uuidv7(), ...words(siteUrl) })
}

function words(siteUrl: string): { subject: string; text: string } {
  const text = [
    `Somebody gave ${alarmingCount} wrong passwords for your account at ${siteUrl} within an hour.`,
    'If that was not you, nobody has got in by it, and further tries have to wait. In a browser that you have signed in with before you can go on as ever.',
    `If you use this password elsewhere, change it: ${siteUrl}/account`,
  ]
  return { subject: 'Wrong passwords for your account', text: text.join('\n\n') }
}
