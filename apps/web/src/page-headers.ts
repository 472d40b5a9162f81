/** Request headers with which `proxy.ts` passes values to the pages. A visitor's own headers of that name are overwritten. */
export const nonceHeader = 'x-nonce'

/** The path and query of the requested page, to return to after sign-in. */
export const pagePathHeader = 'x-page-path'
