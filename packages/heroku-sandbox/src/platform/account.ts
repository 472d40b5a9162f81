import { forbidden, notFound } from '../errors.ts'
import type { Call, Route } from '../routes.ts'
import type { Account } from '../state.ts'
import { iso, type World } from '../world.ts'

/** An account as `GET /account` shows it (schema: account). */
function accountBody(world: World, account: Account) {
  const team = account.defaultTeamId === null ? undefined : world.state.teams.get(account.defaultTeamId)
  const defaultTeam = team ? { id: team.id, name: team.name } : null
  return {
    allow_tracking: true,
    beta: false,
    country_of_residence: null,
    created_at: iso(account.createdAt),
    default_organization: defaultTeam,
    default_team: defaultTeam,
    delinquent_at: account.delinquentAt === null ? null : iso(account.delinquentAt),
    email: account.email,
    federated: false,
    id: account.id,
    identity_provider: null,
    last_login: iso(account.createdAt),
    name: account.name,
    sms_number: null,
    suspended_at: account.suspendedAt === null ? null : iso(account.suspendedAt),
    two_factor_authentication: account.twoFactor,
    updated_at: iso(account.updatedAt),
    verified: account.verified,
  }
}

/** The account a path means by `~`, an e-mail address or an id. Only one's own is open. */
export function ownAccount(call: Call, identity: string): Account {
  if (identity === '~' || identity === call.account.id || identity === call.account.email) return call.account
  const known = [...call.world.state.accounts.values()].some(({ id, email }) => id === identity || email === identity)
  throw known ? forbidden('You do not have access to that account.') : notFound('account')
}

export const accountRoutes: Route[] = [
  {
    method: 'GET',
    path: '/account',
    access: 'account',
    handle: (call) => ({ status: 200, body: accountBody(call.world, call.account) }),
  },
  {
    method: 'GET',
    path: '/users/:user',
    access: 'account',
    handle: (call) => ({ status: 200, body: accountBody(call.world, ownAccount(call, call.params.user ?? '~')) }),
  },
  {
    method: 'GET',
    path: '/account/rate-limits',
    access: 'rate-limits',
    free: true,
    handle: (call) => ({ status: 200, body: { remaining: call.world.rateLimits.remaining(call.account.id) } }),
  },
]
