import * as z from 'zod'
import { appSchema } from './apps/index.ts'
import { projectIdSchema } from './connection.ts'
import { takingAwaySchema } from './made.ts'
import { displayNameSchema, emailSchema, passwordSchema } from './person.ts'
import { organizationRoleSchema, projectRoleSchema } from './role.ts'
import { textSchema } from './text.ts'

/** A short name in addresses: a-z, 0-9 and single hyphens, 1 to 64 characters. */
export const slugSchema = z
  .string()
  .trim()
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'Use lowercase letters, numbers and single hyphens')
  .max(64, 'Use at most 64 characters')

/** The first visit: the one-time code from the console makes the first organization and its admin. */
export const completeSetupSchema = z.object({
  code: z.string().trim().min(1, 'Enter the code printed on the console').max(255),
  organization: displayNameSchema,
  name: displayNameSchema,
  email: emailSchema,
  password: passwordSchema,
})

export const organizationSchema = z.object({ id: z.uuid(), name: z.string(), slug: z.string() })

/** The caller, the organizations they belong to and, in the one the call names, their projects. */
export const whoAmISchema = z.object({
  kind: z.enum(['person', 'identity']),
  id: z.uuid(),
  name: z.string(),
  email: z.string().nullable(),
  organizations: z.array(organizationSchema.extend({ role: organizationRoleSchema.nullable() })),
})
export type WhoAmI = z.output<typeof whoAmISchema>

export const createProjectSchema = z.object({
  name: displayNameSchema,
  slug: slugSchema.optional(),
  type: textSchema.min(1).max(32).default('secret-manager'),
})

export const projectSchema = z.object({
  id: z.uuid(),
  orgId: z.uuid(),
  name: z.string(),
  slug: z.string(),
  type: z.string(),
  createdAt: z.iso.datetime({ precision: 3 }),
})
export type Project = z.output<typeof projectSchema> & { role?: z.output<typeof projectRoleSchema> | null }

export const updateProjectSchema = z.object({ projectId: z.uuid(), name: displayNameSchema })

export const createOrganizationSchema = z.object({ name: displayNameSchema })

/** The input of `organizations.update`. The short name stays, since addresses use it. */
export const updateOrganizationSchema = z.object({ name: displayNameSchema })

/** The output of `organizations.settings`: the organization, and how its operator has set the service up. No secret. */
export const organizationSettingsSchema = z.object({
  organization: organizationSchema.extend({ createdAt: z.iso.datetime({ precision: 3 }) }),
  service: z.object({
    version: z.string(),
    siteUrl: z.string(),
    database: z.enum(['postgresql', 'pglite']),
    /** Of each app that can ask for a consent: whether the service is its client, and where it must send people back to. */
    oauth: z.array(z.object({ app: appSchema, configured: z.boolean(), callbackUrl: z.string() })),
    smtp: z.boolean(),
    rateLimits: z.boolean(),
    webhooks: z.object({ allowHttp: z.boolean(), allowCidrs: z.array(z.string()) }),
    checkIntervalHours: z.number(),
  }),
})
export type OrganizationSettings = z.output<typeof organizationSettingsSchema>

/** Who is given a role: a person or a machine identity of the organization. */
export const memberSchema = z.union([z.object({ personId: z.uuid() }), z.object({ identityId: z.uuid() })])

/** Gives a member a role in the organization, or in one project; an earlier role there is replaced. */
export const setMemberSchema = z.discriminatedUnion('scope', [
  takingAwaySchema.extend({ scope: z.literal('organization'), member: memberSchema, role: organizationRoleSchema }),
  takingAwaySchema.extend({
    scope: z.literal('project'),
    projectId: z.uuid(),
    member: memberSchema,
    role: projectRoleSchema,
  }),
])

/** Takes a member out of the organization, with all their rights in its projects, or out of one project. */
export const removeMemberSchema = z.discriminatedUnion('scope', [
  takingAwaySchema.extend({ scope: z.literal('organization'), member: memberSchema }),
  takingAwaySchema.extend({ scope: z.literal('project'), projectId: z.uuid(), member: memberSchema }),
])

/** The input of `members.candidates`. */
export const memberCandidatesInputSchema = z.object({ projectId: projectIdSchema })

/** The output of `members.candidates`: whom the caller may add to the project, by name. */
export const memberCandidatesSchema = z.object({
  people: z.array(z.object({ id: z.uuid(), name: z.string(), email: z.string() })),
  identities: z.array(z.object({ id: z.uuid(), name: z.string() })),
})
export type MemberCandidates = z.output<typeof memberCandidatesSchema>

/** Invites a person by link; the answer holds the link once, valid for 7 days. */
export const createInvitationSchema = z.object({ email: emailSchema, role: organizationRoleSchema })

/** Accepts an invitation. `name` and `password` make an account; a person signed in already joins with their own. */
export const acceptInvitationSchema = z.object({
  token: z.string().trim().min(1, 'The link is incomplete').max(255),
  name: displayNameSchema,
  password: passwordSchema,
})

/** Makes a one-time link with which a person of the organization sets a new password; valid for a day. */
export const createPasswordResetSchema = z.object({ personId: z.uuid() })

export const resetPasswordSchema = z.object({
  token: z.string().trim().min(1, 'The link is incomplete').max(255),
  password: passwordSchema,
})
