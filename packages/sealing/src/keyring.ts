import { type DataKey, openDataKey, type WrappedKey } from './data-key.ts'
import { SealingError } from './error.ts'
import { type FingerprintKey, openFingerprintKey } from './fingerprint.ts'
import type { KeyEncryptionKey } from './key-encryption-key.ts'

/** An organization's keys, ready for use. */
export interface OrgKeys {
  /** What to seal with. */
  readonly current: DataKey
  /** For {@link open}: also the earlier data keys. Throws SealingError for a damaged one. */
  readonly byId: (id: string) => DataKey | undefined
  readonly fingerprintKey: FingerprintKey
}

/** An organization's keys as they are stored. */
export interface StoredOrgKeys {
  /** Newest first; the first is the current one. */
  readonly dataKeys: readonly WrappedKey[]
  readonly fingerprintKey: Uint8Array
}

export interface Keyring {
  readonly kek: KeyEncryptionKey
  /**
   * The organization's keys, loaded at most once per `ttlMs` for all callers. Rejects with SealingError `no-keys` where
   * there are none, `wrong-key` or `damaged` where they do not open, or with the error of `load`. A failure is not
   * cached.
   */
  forOrg(orgId: string): Promise<OrgKeys>
  /** Drops the keys of an organization, after one was rotated or deleted. The next {@link forOrg} loads them again. */
  forget(orgId: string): void
}

export interface KeyringOptions {
  readonly kek: KeyEncryptionKey
  readonly load: (orgId: string) => Promise<StoredOrgKeys | undefined>
  /** Milliseconds, by default 5 minutes. */
  readonly ttlMs?: number
  /** The most organizations kept, by default 1,000. The least recently used is dropped first. */
  readonly maxOrgs?: number
  /** The clock, in milliseconds. */
  readonly now?: () => number
}

interface Entry {
  readonly keys: Promise<OrgKeys>
  readonly expiresAt: number
}

/** Keeps opened keys in memory, so that sealing and opening need no round trip to the database. */
export function createKeyring(options: KeyringOptions): Keyring {
  const { kek, load, ttlMs = 5 * 60_000, maxOrgs = 1_000, now = Date.now } = options
  /** Least recently used first: a Map keeps the order of insertion. */
  const entries = new Map<string, Entry>()

  async function loadAndOpen(orgId: string): Promise<OrgKeys> {
    const stored = await load(orgId)
    if (stored === undefined) throw noKeys(orgId)
    return openOrgKeys(kek, orgId, stored)
  }

  function startLoading(orgId: string): Entry {
    const entry: Entry = { keys: loadAndOpen(orgId), expiresAt: now() + ttlMs }
    entry.keys.catch(() => {
      if (entries.get(orgId) === entry) entries.delete(orgId)
    })
    return entry
  }

  function forOrg(orgId: string): Promise<OrgKeys> {
    const known = entries.get(orgId)
    const entry = known !== undefined && known.expiresAt > now() ? known : startLoading(orgId)
    entries.delete(orgId)
    entries.set(orgId, entry)
    const [leastRecentlyUsed] = entries.keys()
    if (entries.size > maxOrgs && leastRecentlyUsed !== undefined) entries.delete(leastRecentlyUsed)
    return entry.keys
  }

  return { kek, forOrg, forget: (orgId) => void entries.delete(orgId) }
}

function openOrgKeys(kek: KeyEncryptionKey, orgId: string, stored: StoredOrgKeys): OrgKeys {
  const [newest] = stored.dataKeys
  if (newest === undefined) throw noKeys(orgId)
  const current = openDataKey(kek, orgId, newest)
  const opened = new Map([[current.id, current]])

  // An older key is opened at its first use, so that a damaged one does not affect records under the others.
  function byId(id: string): DataKey | undefined {
    const known = opened.get(id)
    if (known !== undefined) return known
    const wrapped = stored.dataKeys.find((key) => key.id === id)
    if (wrapped === undefined) return undefined
    const key = openDataKey(kek, orgId, wrapped)
    opened.set(id, key)
    return key
  }

  return { current, byId, fingerprintKey: openFingerprintKey(kek, orgId, stored.fingerprintKey) }
}

function noKeys(orgId: string): SealingError {
  return new SealingError('no-keys', `Organization "${orgId}" has no keys`)
}
