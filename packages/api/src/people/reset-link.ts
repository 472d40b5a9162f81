/** How long a link is valid, in seconds. */
export const resetValidFor = 86_400

/** The link of a reset. Its token is behind `#`, where no server logs it. */
export function resetUrl(siteUrl: string, token: string): string {
  return `${siteUrl}/reset-password#${token}`
}
