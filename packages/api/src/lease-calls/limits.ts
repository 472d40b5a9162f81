/** The most leases of a connection that have not ended: each is a credential of its account, which has few. */
export const mostLeases = 100

/** How long a lease lasts where the caller does not say, and the grant allows it, in seconds. */
export const usualSeconds = 3_600
