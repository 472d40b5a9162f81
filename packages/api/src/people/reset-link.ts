/** How long a link is valid, in milliseconds. */
export const resetValidForMs = 86_400_000

/** The link of a reset. Its token is behind `#`, where no server logs it. */
export function resetUrl(siteUrl: string, token: string): string {
  return `${siteUrl}/reset-password#${token}`
}
