/** Where a webhook leads, in short: the host of its address. */
export function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url
}
