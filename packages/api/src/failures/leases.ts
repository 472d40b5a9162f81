import { type App, connectionTitle } from '@app-connections/schemas'
import { failure } from './operation-error.ts'

// Leases: credentials that somebody holds for a while.

export const noLeases = failure(
  'noLeases',
  (app: App) => `No leases can be opened on ${connectionTitle(app)}s: its platform makes no credentials for others`,
)
export const leaseNotGranted = failure(
  'leaseNotGranted',
  () => 'No grant of yours allows leases:create. An admin of the connection can make one.',
  () => ({ details: [{ action: 'leases:create', subject: 'app-connections' }] }),
)
export const leaseScopesNotGranted = failure(
  'leaseScopesNotGranted',
  (scopes: readonly string[], granted: readonly string[]) =>
    `No grant of yours allows a lease with ${scopes.join(', ')} together. You may have: ${granted.join(', ')}.`,
  () => ({ details: [{ action: 'leases:create', subject: 'app-connections' }] }),
)
export const leaseTooLong = failure(
  'leaseTooLong',
  (most: number) => `Your grant allows leases of at most ${most} seconds: ask for no more`,
  () => ({ details: [{ action: 'leases:create', subject: 'app-connections' }] }),
)
export const tooManyLeases = failure(
  'tooManyLeases',
  (most: number) => `A connection has at most ${most} leases at a time: end some first`,
)
export const unknownLease = failure('unknownLease', (id: string) => `Could not find lease with ID ${id}`)
export const leaseEnded = failure('leaseEnded', (id: string) => `The lease with ID ${id} has ended: open a new one`)
export const leaseLost = failure(
  'leaseLost',
  () => 'The grant, the token, the session or the connection ended while the lease was opened. It is ended too.',
)
