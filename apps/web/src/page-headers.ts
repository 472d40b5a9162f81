/** Request headers by which `proxy.ts` tells the pages what it decided; a visitor's own are overwritten. */
export const nonceHeader = 'x-nonce'

/** The path and search of the page asked for: where sign-in leads back to. */
export const pagePathHeader = 'x-page-path'
