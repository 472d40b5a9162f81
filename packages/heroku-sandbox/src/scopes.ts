import type { Scope } from './state.ts'
import type { Switches } from './switches.ts'

/** What a route needs; `any` is open to every valid token. */
export type Access =
  | 'any'
  | 'account'
  | 'rate-limits'
  | 'apps:read'
  | 'apps:write'
  | 'config:read'
  | 'config:write'
  | 'oauth'

/** Which scopes allow an access, as a matrix (Dev Center, "OAuth", with the doubtful cells as switches). */
function allowing(access: Access, switches: Switches): readonly Scope[] {
  const writers: Scope[] = switches.writeImpliesRead ? ['write', 'write-protected'] : []
  const readers: Scope[] = ['read', 'read-protected', ...writers]
  const everyone: Scope[] = ['identity', 'read', 'write', 'read-protected', 'write-protected']
  switch (access) {
    case 'any':
      return everyone
    case 'account':
      return switches.readScopesSeeAccount ? ['identity', ...readers] : ['identity']
    case 'rate-limits':
      return switches.rateLimitsScope === 'any' ? everyone : allowing('account', switches)
    case 'apps:read':
      return switches.identitySeesApps ? ['identity', ...readers] : readers
    case 'apps:write':
      return ['write', 'write-protected']
    case 'config:read':
      if (switches.plainScopesSeeConfigVars) return readers
      return switches.writeImpliesRead ? ['read-protected', 'write-protected'] : ['read-protected']
    case 'config:write':
      return switches.plainScopesSeeConfigVars ? ['write', 'write-protected'] : ['write-protected']
    case 'oauth':
      return switches.oauthScope === 'any' ? everyone : []
  }
}

/** Whether an authorization's scopes allow an access. `global` allows everything. */
export function scopeAllows(held: readonly Scope[], access: Access, switches: Switches): boolean {
  return held.includes('global') || allowing(access, switches).some((scope) => held.includes(scope))
}
