import { createHash } from 'node:crypto'
import type { Queryable } from '@app-connections/db'
import { forgetPasswordTurns, takePasswordTurn } from '@app-connections/db/system'
import { tooManyPasswords } from '../failures/access.ts'

/**
 * The budget that a password's turn is taken from. A browser that the account has signed in with before, and a session,
 * have budgets of their own, which guesses from elsewhere do not use up (docs/decisions/0007).
 */
export type PasswordBudget =
  | { readonly kind: 'account'; readonly email: string }
  | { readonly kind: 'browser'; readonly id: string }
  | { readonly kind: 'session'; readonly id: string }

/** The key of an account's budget. It is a hash, so that the database holds no addresses without an account. */
export function accountKey(email: string): string {
  return createHash('sha256').update(email).digest('hex')
}

/** Takes a turn to give a password, before the password is verified. Errors: 429 with the seconds to the next turn. */
export async function takeTurn(db: Queryable, budget: PasswordBudget): Promise<void> {
  const { taken, secondsLeft } = await takePasswordTurn(db, nameOf(budget))
  if (!taken) throw tooManyPasswords(Math.max(1, secondsLeft))
}

/** Resets the budget after a right password. */
export async function giveTurnsBack(db: Queryable, budget: PasswordBudget): Promise<void> {
  await forgetPasswordTurns(db, nameOf(budget))
}

function nameOf(budget: PasswordBudget): string {
  return budget.kind === 'account' ? `account ${accountKey(budget.email)}` : `${budget.kind} ${budget.id}`
}
