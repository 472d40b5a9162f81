const pattern = /application\/vnd\.heroku\+json\s*;\s*version=(3(?:\.[a-z_-]+)?)(?:\s*[;,].*)?$/i

/** The version a client asked for, `3` or a variant such as `3.sdk`; undefined when it asked for none we have. */
export function acceptedVersion(header: string | undefined): string | undefined {
  return pattern.exec(header ?? '')?.[1]?.toLowerCase()
}
