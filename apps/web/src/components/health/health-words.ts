import type { Ability, Health, HealthReason, HealthStatus } from '@app-connections/schemas'
import type { BadgeLook } from '@/components/ui/badge.tsx'

/** The name and look of each state of health, the worst first. */
export const healthWords: Record<HealthStatus, { name: string; look: BadgeLook }> = {
  reconnect_required: { name: 'Needs reconnect', look: 'bad' },
  degraded: { name: 'Degraded', look: 'warn' },
  healthy: { name: 'Healthy', look: 'good' },
  unchecked: { name: 'Not checked', look: 'plain' },
}

const reasonWords: Record<HealthReason, (platform: string) => string> = {
  works: () => 'The credential worked when it was last used.',
  not_checked: () => 'The credential has not been checked yet.',
  refused: (platform) => `${platform} no longer accepts the credential.`,
  refresh_refused: (platform) => `${platform} no longer renews the access.`,
  refresh_outcome_unknown: (platform) =>
    `A renewal was interrupted, and ${platform} no longer accepts the stored access.`,
  account_problem: (platform) =>
    `${platform} reports a problem with this account (suspended, unpaid or password expired).`,
  unavailable: (platform) => `${platform} gave no usable answer.`,
  revoked: () => 'The authorization was withdrawn.',
  rotation_failed: () => 'The credential works, but could not be rotated.',
}

/** The reason for a connection's health in a sentence. `platform` is the name of its app. */
export function reasonInWords({ reason }: Health, platform: string): string {
  return reasonWords[reason](platform)
}

/** The account of the credential, if the credential tells it. */
export function accountInWords({ account }: Health): string {
  return account.email ?? account.id ?? 'Unknown'
}

/**
 * What the credential has read so far. This is observed and not taken from its scope.
 * `resources` is the platform's noun for what it lists, "apps".
 */
export function readableInWords({ observed }: Pick<Health, 'observed'>, resources: string | undefined): string {
  const things = [
    ['account details', observed.account] as const,
    ...(resources === undefined ? [] : [[`the list of ${resources}`, observed.apps] as const]),
    ['config vars', observed.configVars] as const,
  ]
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
