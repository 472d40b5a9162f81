import { accessTokens } from './access-tokens.ts'
import { appConnections } from './app-connections.ts'
import { auditEvents } from './audit-events.ts'
import { deviceLogins } from './device-logins.ts'
import { grants } from './grants.ts'
import { leases } from './leases.ts'
import type { Noun } from './noun.ts'
import { proofs } from './proofs.ts'
import { secretSyncs } from './secret-syncs.ts'
import { secrets } from './secrets.ts'

/** The chapters by the nouns of the router. */
export const nouns = {
  appConnections,
  grants,
  leases,
  proofs,
  secrets,
  secretSyncs,
  accessTokens,
  deviceLogins,
  auditEvents,
} satisfies Readonly<Record<string, Noun>>

/** The chapter of a procedure. Throws where there is none, because every noun in REST must have one. */
export function nounOf(procedure: string): Noun {
  const noun = Object.entries(nouns).find(([name]) => name === procedure.split('.')[0])?.[1]
  if (noun === undefined) throw new Error(`${procedure} has no chapter in the API document`)
  return noun
}
