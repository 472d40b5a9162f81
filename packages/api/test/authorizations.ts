import * as z from 'zod'

const accept = 'application/vnd.heroku+json; version=3'
const page = z.array(z.object({ id: z.string(), description: z.string(), scope: z.array(z.string()) }))

/** All authorizations of a token's account at the platform. */
export async function authorizationsAt(url: string, token: string): Promise<z.output<typeof page>> {
  const all: z.output<typeof page> = []
  for (let range: string | null = 'id ..; max=1000'; range !== null; ) {
    const headers = { authorization: `Bearer ${token}`, range, accept }
    const answer = await fetch(`${url}/oauth/authorizations`, { headers })
    all.push(...page.parse(await answer.json()))
    range = answer.headers.get('next-range')
  }
  return all
}
