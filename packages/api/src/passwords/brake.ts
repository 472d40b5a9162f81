import { createHash } from 'node:crypto'
import type { Queryable } from '@app-connections/db'
import { forgetPasswordTurns, takePasswordTurn } from '@app-connections/db/system'
import { tooManyPasswords } from '../failures/access.ts'

/**
 * Whose turns a password is given in. A browser that somebody has signed in with before, and a session, have turns of
 * their own: whoever guesses at the account from elsewhere uses up none of them (docs/decisions/0007).
 */
export type PasswordBudget =
  | { readonly kind: 'account'; readonly email: string }
  | { readonly kind: 'browser'; readonly id: string }
  | { readonly kind: 'session'; readonly id: string }

/** An account as it is counted by. The hash keeps addresses that nobody has an account with out of the database. */
export function accountKey(email: string): string {
  return createHash('sha256').update(email).digest('hex')
}

/** Takes a turn to give a password, before it is looked at. Errors: 429 with the seconds to the next turn. */
export async function takeTurn(db: Queryable, budget: PasswordBudget): Promise<void> {
  const { taken, secondsLeft } = await takePasswordTurn(db, nameOf(budget))
  if (!taken) throw tooManyPasswords(Math.max(1, secondsLeft))
}

/** The password was right: the turns are there again. */
export async function giveTurnsBack(db: Queryable, budget: PasswordBudget): Promise<void> {
  await forgetPasswordTurns(db, nameOf(budget))
}

function nameOf(budget: PasswordBudget): string {
  return budget.kind === 'account' ? `account ${accountKey(budget.email)}` : `${budget.kind} ${budget.id}`
}
