/** Named values of what a credential reaches: the capability `config` of a provider. */

/** What a platform lets named values be. */
export interface ConfigRules {
  /** Whether a key of that name can be set there. */
  takes(key: string): boolean
  /** The bytes of all keys and values of a resource: beyond `warn` it may be refused, beyond `most` it is. */
  readonly bytes: { readonly warn: number; readonly most: number }
}

/** A named value of a resource. */
export interface ConfigValue {
  readonly key: string
  /** Null where the platform does not show it. */
  readonly value: string | null
  /** Whether something that is attached to the resource sets it, and nobody else may. */
  readonly attached: boolean
}

/** A state that a change of named values makes. `pending` while the platform has not decided whether it takes effect. */
export interface ConfigRelease {
  readonly version: number
  readonly status: 'pending' | 'succeeded' | 'failed'
  readonly description: string
  /** Who made it, as far as the platform says. */
  readonly by: string | null
  /** When, as the platform writes it. */
  readonly at: string | null
  /** The keys that it says it has changed. */
  readonly keys: readonly string[]
}

/** Changes of named values; null takes a key away. */
export type ConfigPatch = Readonly<Record<string, string | null>>

/** The named values of what a credential reaches. Resources are named by their ids. */
export interface ConfigSession {
  /**
   * All named values of a resource. The release is the latest that there was before they were read: a change meanwhile
   * shows as a later one.
   */
  read(resource: string, deadline: AbortSignal): Promise<{ release: ConfigRelease; values: readonly ConfigValue[] }>
  /**
   * All named values of a resource, unless they are as they were under that tag. Null then, where the platform says so: it
   * costs little. `tag` is null where the platform has none.
   */
  look(
    resource: string,
    tag: string | null,
    deadline: AbortSignal,
  ): Promise<{ tag: string | null; values: readonly ConfigValue[] } | null>
  /** The releases after that version, newest first: the latest alone, or as many as are worth telling. */
  releasesAfter(resource: string, version: number, deadline: AbortSignal): Promise<readonly ConfigRelease[]>
  /** The latest release of a resource. */
  release(resource: string, deadline: AbortSignal): Promise<ConfigRelease>
  /** Makes all changes as one release. Must not be sent twice. Rejects with `not_accepted` where nothing was changed. */
  patch(resource: string, changes: ConfigPatch, deadline: AbortSignal): Promise<void>
}
