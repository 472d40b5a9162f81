import * as z from 'zod'

/** What a member of an organization may be. `no-access` members may only work in projects that admit them. The highest comes first. */
export const organizationRoleSchema = z.enum(['admin', 'member', 'no-access'])
export type OrganizationRole = z.output<typeof organizationRoleSchema>

/** What a member of a project may be. The highest comes first. */
export const projectRoleSchema = z.enum(['admin', 'member', 'viewer'])
export type ProjectRole = z.output<typeof projectRoleSchema>
