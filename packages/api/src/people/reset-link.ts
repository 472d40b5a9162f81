/** How long a link may be used, in milliseconds. */
export const resetValidForMs = 86_400_000

/** The link of a reset; the token stands behind `#`, where no log of a server sees it. */
export function resetUrl(siteUrl: string, token: string): string {
  return `${siteUrl}/reset-password#${token}`
}
