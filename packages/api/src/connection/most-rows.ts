/** More connections than this are not sent in one answer. */
export const mostRows = 10_000
