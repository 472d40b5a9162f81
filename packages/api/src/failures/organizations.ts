import { failure } from './operation-error.ts'

// Organizations, their projects and their machine identities. Ids that a caller may invent are cut to 64 characters.

export const unknownOrganization = failure(
  'unknownOrganization',
  (id: string) => `Could not find organization with ID ${id.slice(0, 64)}`,
)
export const noOrganization = failure('noOrganization', () => 'You belong to no organization')
export const organizationNotNamed = failure(
  'organizationNotNamed',
  (yours: readonly { id: string; name: string }[]) =>
    `Name an organization in the header x-organization-id; yours are: ${yours.map(({ id, name }) => `${id} (${name})`).join(', ')}`,
)
export const organizationSlugTaken = failure(
  'organizationSlugTaken',
  (slug: string) => `An organization with the short name "${slug}" already exists`,
)
export const unknownProject = failure(
  'unknownProject',
  (id: string) => `Could not find project with ID ${id.slice(0, 64)}`,
)
export const projectSlugTaken = failure(
  'projectSlugTaken',
  (slug: string) => `A project with the slug "${slug}" already exists`,
)
export const projectNotEmpty = failure('projectNotEmpty', (names: readonly string[], more: boolean) =>
  names.length === 0
    ? "Delete the project's connections first; only its members see their names"
    : `Delete the project's connections first: ${names.join(', ')}${more ? ' and more' : ''}`,
)
export const projectHoldsSyncs = failure(
  'projectHoldsSyncs',
  (names: readonly string[], more: boolean) =>
    `Delete the project's syncs first: ${names.join(', ')}${more ? ' and more' : ''}`,
)
export const projectHoldsSecrets = failure('projectHoldsSecrets', () => "Delete the project's secrets first")
export const tooManyProjects = failure(
  'tooManyProjects',
  (most: number) => `An organization has at most ${most} projects: delete one first`,
)
export const unknownIdentity = failure('unknownIdentity', (id: string) => `Could not find identity with ID ${id}`)
export const nothingToChange = failure('nothingToChange', () => 'Name what is to change: name or trustedIps')
export const lifetimeAboveMaximum = failure(
  'lifetimeAboveMaximum',
  () => 'accessTokenTtl must not be longer than accessTokenMaxTtl',
)
export const unknownAccessToken = failure(
  'unknownAccessToken',
  (id: string) => `Could not find access token with ID ${id}`,
)
export const unknownClientSecret = failure(
  'unknownClientSecret',
  (id: string) => `Could not find client secret with ID ${id}`,
)
