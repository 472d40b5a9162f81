import { type DataKey, openDataKey, type WrappedKey } from './data-key.ts'
import { SealingError } from './error.ts'
import { type FingerprintKey, openFingerprintKey } from './fingerprint.ts'
import type { KeyEncryptionKey } from './key-encryption-key.ts'

/** An organization's keys, ready for use. */
export interface OrgKeys {
  /** What to seal with. */
  readonly current: DataKey
  /** For {@link open}: also the keys that were current once. Throws SealingError for one that is damaged. */
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
   * The organization's keys, loaded at most once per `ttlMs` however many ask. Rejects with SealingError `no-keys`
   * where there are none, `wrong-key` or `damaged` where they do not open, or with what `load` rejected with; a failure
   * is not kept.
   */
  forOrg(orgId: string): Promise<OrgKeys>
  /** The next {@link forOrg} loads anew: for a rotated or deleted key. */
  forget(orgId: string): void
}

export interface KeyringOptions {
  readonly kek: KeyEncryptionKey
  readonly load: (orgId: string) => Promise<StoredOrgKeys | undefined>
  /** Milliseconds, 5 minutes unless given. */
  readonly ttlMs?: number
  /** How many organizations are kept at most, the least recently used dropped first; 1,000 unless given. */
  readonly maxOrgs?: number
  /** The clock, in milliseconds. */
  readonly now?: () => number
}

interface Entry {
  readonly keys: Promise<OrgKeys>
  readonly expiresAt: number
}

/** Keeps opened keys in memory, so that sealing and opening cost no round trip to where the keys are stored. */
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

  // Older keys are opened when first asked for: one damaged among them must not cost the records under the others.
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
