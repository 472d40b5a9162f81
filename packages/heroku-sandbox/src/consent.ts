/**
 * Answers the consent page as a person does, without a browser. `authorizeUrl` is where the client sent them; absent
 * choices allow, as the first account. Resolves with where the sandbox sends them back to; throws where it shows a page
 * instead (an unknown client or scope).
 */
export async function answerConsent(
  authorizeUrl: string,
  choice: { account?: string; decision?: 'allow' | 'deny' } = {},
): Promise<URL> {
  const { account = 'ada@example.com', decision = 'allow' } = choice
  const page = new URL(authorizeUrl)
  const form = new URLSearchParams({ ...Object.fromEntries(page.searchParams), account, decision })
  const answer = await fetch(new URL(page.pathname, page), { method: 'POST', body: form, redirect: 'manual' })
  const location = answer.headers.get('location')
  if (location === null) throw new Error(`the consent page answered ${answer.status}: ${await answer.text()}`)
  return new URL(location)
}
