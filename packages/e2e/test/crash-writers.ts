import { type Client, createClient, errorOf } from '@app-connections/client'

/** What the server has acknowledged so far. */
export interface Acknowledged {
  /** Ids of connections that were created and not asked to be removed. */
  readonly created: Set<string>
  /** Ids of connections that were removed. */
  readonly removed: Set<string>
}

/** So many that at any moment some call is in the midst of its writes: a second statement would be caught missing. */
const writers = 24

/**
 * Creates connections without pause, several at a time, and removes every third of them, until a call gets no answer
 * because the server is gone. Rejects where the server answers with an error.
 */
export async function writeUntilGone(
  site: { url: string; clientId: string; clientSecret: string; token: string; round: number },
  acknowledged: Acknowledged,
): Promise<void> {
  const client = createClient({ url: site.url, auth: { clientId: site.clientId, clientSecret: site.clientSecret } })
  await Promise.all(Array.from({ length: writers }, (_, writer) => write(client, `round-${site.round}-${writer}`)))

  async function write(client: Client, prefix: string): Promise<void> {
    for (let count = 0; ; count += 1) {
      const created = await unlessGone(
        client.appConnections.create.mutate({
          app: 'heroku',
          method: 'auth-token',
          credentials: { authToken: site.token },
          name: `${prefix}-${count}`,
        }),
      )
      if (created === 'gone') return
      acknowledged.created.add(created.id)
      if (count % 3 > 0) continue
      // From here on it may be there or not until the removal is acknowledged.
      acknowledged.created.delete(created.id)
      const removed = await unlessGone(client.appConnections.remove.mutate({ app: 'heroku', connectionId: created.id }))
      if (removed === 'gone') return
      acknowledged.removed.add(created.id)
    }
  }
}

/** The answer, or `gone` where the connection broke or could not be made before there was one. */
async function unlessGone<T>(answer: Promise<T>): Promise<T | 'gone'> {
  try {
    return await answer
  } catch (error) {
    if (errorOf(error) === undefined) return 'gone'
    throw error
  }
}
