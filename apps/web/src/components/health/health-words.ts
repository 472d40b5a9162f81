import type { Ability, Health, HealthReason, HealthStatus } from '@app-connections/schemas'
import type { BadgeLook } from '@/components/ui/badge.tsx'

/** Each health in words, the worst first. */
export const healthWords: Record<HealthStatus, { name: string; look: BadgeLook }> = {
  reconnect_required: { name: 'Needs reconnect', look: 'bad' },
  degraded: { name: 'Degraded', look: 'warn' },
  healthy: { name: 'Healthy', look: 'good' },
  unchecked: { name: 'Not checked', look: 'plain' },
}

const reasonWords: Record<HealthReason, string> = {
  works: 'The credential worked when it was last used.',
  not_checked: 'Nothing is known of the credential yet.',
  refused: 'The platform no longer accepts the credential.',
  refresh_refused: 'The platform no longer renews the access.',
  refresh_outcome_unknown: 'A renewal was cut off, and what is stored is no longer accepted.',
  account_problem: 'The platform holds something against the account.',
  insufficient_scope: 'The credential does not reach far enough.',
  unavailable: 'The platform gave no usable answer.',
  revoked: 'The consent was withdrawn.',
}

/** Why a connection is as it is, in a sentence. */
export function reasonInWords({ reason }: Health): string {
  return reasonWords[reason]
}

/** Whose credential it is, as far as it tells. */
export function accountInWords({ account }: Health): string {
  return account.email ?? account.id ?? 'Not told by this credential'
}

/** What the credential was seen to read: an observation, which is less than a scope and more than a promise. */
export function readableInWords({ observed }: Pick<Health, 'observed'>): string {
  const things = [
    ['account details', observed.account],
    ['the list of apps', observed.apps],
    ['config vars', observed.configVars],
  ] as const
  const seen = (ability: Ability) => things.filter(([, each]) => each === ability).map(([name]) => name)
  const yes = capitalized(inWords(seen('yes'), 'conjunction'))
  const no = inWords(seen('no'), 'disjunction')
  if (no === '') return yes === '' ? 'Not tried yet' : yes
  return yes === '' ? `Not ${no}` : `${yes}, but not ${no}`
}

function inWords(names: readonly string[], type: 'conjunction' | 'disjunction'): string {
  return new Intl.ListFormat('en', { type }).format(names)
}

function capitalized(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1)
}
