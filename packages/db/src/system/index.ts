export * from './access-tokens.ts'
export * from './audit-events.ts'
export * from './caller-again.ts'
export {
  type CallerMembership,
  type IdentityCaller,
  type PersonCaller,
  selectIdentityCaller,
  selectPersonalCaller,
  selectPersonCaller,
} from './callers.ts'
export * from './check-record.ts'
export * from './checks.ts'
export * from './config-drifts.ts'
export * from './config-runs.ts'
export * from './deliveries.ts'
export * from './device-logins.ts'
export * from './fitness.ts'
export * from './invitations.ts'
export * from './leases.ts'
export * from './limits.ts'
export * from './login.ts'
export * from './oauth-states.ts'
export * from './passwords.ts'
export * from './people.ts'
export * from './personal-tokens.ts'
export * from './put-off.ts'
export * from './ready.ts'
export * from './rotations.ts'
export * from './session-end.ts'
export * from './sessions.ts'
export * from './setup.ts'
export * from './standing-uses.ts'
export * from './sweep.ts'
export * from './vacuum.ts'
export * from './withdrawals.ts'
