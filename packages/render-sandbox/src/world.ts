import { randomBytes } from 'node:crypto'

/** A user of Render, with the services of all their workspaces in the order in which Render lists them. */
export interface User {
  readonly email: string
  readonly services: Service[]
  /** How many of this minute's calls are left. */
  remaining: number
}

export interface Service {
  readonly id: string
  readonly name: string
}

/** What Render's documentation has called the limit of GETs a minute, for a user. */
export const callsPerMinute = 400

/** Users and their keys, in memory. */
export function createWorld() {
  const users = new Map<string, User>()
  const keys = new Map<string, User>()

  function user(email: string): User {
    const known = users.get(email) ?? { email, services: [], remaining: callsPerMinute }
    users.set(email, known)
    return known
  }

  return {
    ownerOf: (key: string) => keys.get(key),
    /** Gives a user a key; a given one is made theirs. */
    mintKey(email: string, key = `rnd_${randomBytes(21).toString('base64url').replaceAll(/[-_]/g, '0')}`): string {
      keys.set(key, user(email))
      return key
    },
    revokeKey: (key: string) => void keys.delete(key),
    addServices(email: string, names: readonly string[]): void {
      for (const name of names) user(email).services.push({ id: `srv-${randomBytes(10).toString('hex')}`, name })
    },
    setRemaining(email: string, calls: number): void {
      user(email).remaining = calls
    },
  }
}
export type World = ReturnType<typeof createWorld>
