declare const brand: unique symbol

/** The id of an organization. The brand keeps the id of a project or a person out of its place in a statement. */
export type OrgId = string & { readonly [brand]: 'organization' }

const uuid = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i

/** The id of an organization from text that is known to be one. Throws a TypeError where it is no UUID. */
export function orgIdOf(text: string): OrgId {
  if (!isOrgId(text)) throw new TypeError(`The id of an organization is a UUID, not "${text.slice(0, 64)}"`)
  return text
}

function isOrgId(text: string): text is OrgId {
  return uuid.test(text)
}
