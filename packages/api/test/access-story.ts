import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { liveGrantsFor, type OrgId, tokenHash } from '@app-connections/db'
import fc from 'fast-check'
import { expect } from 'vitest'
import * as z from 'zod'
import { type Caller, callerOfAccessToken, type Person, publicError, type Services } from '../src/index.ts'
import type { TestOrganization } from './organization.ts'
import { call } from './services.ts'

/** What the caller does before and while they lose their right. */
const doings = [
  'mint',
  'secret',
  'invite',
  'accept',
  'set',
  'reset',
  'organization',
  'grant',
  'child',
  'connect',
  'export',
] as const
/** What an admin of a project does, who loses that right. */
const doingsInProject = ['sync', 'takeOver'] as const
const takingsInProject = ['remove', 'leaveProject', 'demoteInProject'] as const
/** How a person or an identity loses the right. A revoked token ends, and takes no right. */
const takings = { person: ['remove', 'demote'], identity: ['remove', 'demote', 'delete', 'revoke'] } as const

interface Doing {
  what: (typeof doings)[number] | (typeof doingsInProject)[number]
  by: 0 | 1
  after: number
}

export interface Story {
  who: 'person' | 'identity'
  how: 'remove' | 'demote' | 'delete' | 'revoke' | 'leaveProject' | 'demoteInProject'
  by: 0 | 1
  after: number
  doings: Doing[]
}

const doingOf = (whats: readonly Doing['what'][]): fc.Arbitrary<Doing> =>
  fc.record({ what: fc.constantFrom(...whats), by: fc.constantFrom(0, 1), after: fc.nat(6) })

const storyOf = (
  who: Story['who'],
  hows: readonly Story['how'][],
  whats: readonly Doing['what'][],
): fc.Arbitrary<Story> =>
  fc.record({
    who: fc.constant(who),
    how: fc.constantFrom(...hows),
    by: fc.constantFrom(0, 1),
    after: fc.nat(30),
    doings: fc.array(doingOf(whats), { minLength: 1, maxLength: 4 }),
  })

export const stories: fc.Arbitrary<Story> = fc.oneof(
  { weight: 3, arbitrary: storyOf('person', takings.person, doings) },
  { weight: 3, arbitrary: storyOf('identity', takings.identity, doings) },
  { weight: 1, arbitrary: storyOf('person', takingsInProject, doingsInProject) },
  { weight: 1, arbitrary: storyOf('identity', [...takingsInProject, 'delete'], doingsInProject) },
)

const token = z.object({ accessToken: z.string() })
const address = '192.0.2.1'

/**
 * The cast: an admin who stays, an identity that others make tokens for, a member whom others grant uses of a
 * connection, a token of the platform, and what makes a sync, with one that the admin made.
 */
export interface Cast {
  organization: TestOrganization
  root: Person
  deployId: string
  victimId: string
  connectionId: string
  platformToken: string
  newSync: () => object
  syncId: string
}

/**
 * Lets a caller act over two processes while their right is taken. Asserts that after the answer to that, nothing works
 * that they made, and no call of theirs succeeds. Resolves with how many calls succeeded before.
 */
export async function tell(processes: readonly [Services, Services], cast: Cast, story: Story): Promise<number> {
  const [services] = processes
  const { caller, end } = await newCaller(services, cast, story)
  const made: (() => Promise<unknown>)[] = []
  let acknowledged = false

  /**
   * Whether the call succeeded. After the right was taken it must be refused; it must never be a failure of the
   * service.
   */
  const act = async ({ what, by, after }: Doing): Promise<boolean> => {
    await sleep(after)
    const late = acknowledged
    const outcome = await does[what](processes[by], caller, cast).catch((error: unknown) => publicError(error, '').body)
    if (typeof outcome === 'function') made.push(outcome)
    else expect(outcome.statusCode, JSON.stringify({ story, outcome })).toBeLessThan(500)
    if (late) expect(typeof outcome, `${what} after the right was taken: ${JSON.stringify(story)}`).not.toBe('function')
    return typeof outcome === 'function'
  }
  const take = async () => {
    await sleep(story.after)
    await end(processes[story.by])
    acknowledged = true
  }
  const [, ...done] = await Promise.all([take(), ...story.doings.map(act)])
  // What a token made before its revocation stays: it was made with a right that the identity still has.
  if (story.how !== 'revoke') {
    for (const works of made) expect(await works(), JSON.stringify(story)).toBeFalsy()
  }
  await act({ what: story.doings[0]?.what ?? 'mint', by: story.by === 0 ? 1 : 0, after: 0 })
  return done.filter((one) => one).length
}

/** The caller who will lose their right, and the call that takes it. */
async function newCaller(services: Services, { root, organization }: Cast, { who, how }: Story) {
  const scope = { scope: 'organization' }
  const { projectId } = organization
  const inProject = { scope: 'project', projectId }
  const takes = (at: Services, member: object) => ({
    remove: () => call(at, root, 'members.remove', { ...scope, member }),
    demote: () => call(at, root, 'members.set', { ...scope, member, role: 'member' }),
    leaveProject: () => call(at, root, 'members.remove', { ...inProject, member }),
    demoteInProject: () => call(at, root, 'members.set', { ...inProject, member, role: 'member' }),
  })
  if (who === 'person') {
    const caller: Caller = await organization.person({ organization: 'admin', project: 'admin' })
    const member = { personId: caller.id }
    // Persons are neither deleted nor revoked here.
    const end = (at: Services) => takes(at, member)[how === 'delete' || how === 'revoke' ? 'remove' : how]()
    return { caller, end }
  }
  const { id: identityId } = z
    .object({ id: z.uuid() })
    .parse(await call(services, root, 'identities.create', { name: 'bot', role: 'admin' }))
  await call(services, root, 'members.set', { ...inProject, member: { identityId }, role: 'admin' })
  const { accessToken } = token.parse(await call(services, root, 'accessTokens.createStatic', { identityId }))
  const caller = await callerOfAccessToken(services, accessToken, address)
  if (caller === undefined) throw new Error('the token was just made')
  const member = { identityId }
  const end = (at: Services) =>
    ({
      ...takes(at, member),
      delete: () => call(at, root, 'identities.remove', { identityId }),
      revoke: () => call(at, undefined, 'accessTokens.revoke', { accessToken }),
    })[how]()
  return { caller, end }
}

const idOf = z.object({ id: z.uuid() })

async function isLive(
  at: Services,
  orgId: OrgId,
  connectionId: string,
  { holder, id }: { holder: string; id: string },
) {
  const live = await liveGrantsFor(at.db, orgId, connectionId, { id: holder })
  return live.some((grant) => grant.id === id)
}

async function runsByItself(at: Services, id: string) {
  const sync = await at.db.selectFrom('config_syncs').select('auto_sync').where('id', '=', id).executeTakeFirst()
  return sync?.auto_sync
}

/** Each makes something, and resolves with a question: does it still work? */
const does: Record<Doing['what'], (at: Services, caller: Caller, cast: Cast) => Promise<() => Promise<unknown>>> = {
  async mint(at, caller, { deployId }) {
    const made = token.parse(await call(at, caller, 'accessTokens.createStatic', { identityId: deployId }))
    return () => callerOfAccessToken(at, made.accessToken, address)
  },
  async secret(at, caller, { deployId }) {
    const made = z
      .object({ id: z.uuid() })
      .parse(await call(at, caller, 'clientSecrets.create', { identityId: deployId }))
    return () => at.db.selectFrom('client_secrets').select('id').where('id', '=', made.id).executeTakeFirst()
  },
  async invite(at, caller) {
    const input = { email: `${randomUUID()}@example.com`, role: 'admin' }
    const made = z.object({ token: z.string() }).parse(await call(at, caller, 'invitations.create', input))
    const accept = { token: made.token, name: 'Eve', password: 'a long password' }
    return () => call(at, undefined, 'invitations.accept', accept).catch(() => undefined)
  },
  async accept(at, caller) {
    const input = { email: `${randomUUID()}@example.com`, role: 'admin' }
    const made = z.object({ token: z.string() }).parse(await call(at, caller, 'invitations.create', input))
    await call(at, undefined, 'invitations.accept', { token: made.token, name: 'Eve', password: 'a long password' })
    // Whoever has joined before that stays.
    return async () => false
  },
  async set(at, caller, { deployId }) {
    await call(at, caller, 'members.set', { scope: 'organization', member: { identityId: deployId }, role: 'member' })
    return async () => false
  },
  async reset(at, caller, { victimId }) {
    const made = await call(at, caller, 'people.createPasswordReset', { personId: victimId })
    const secret = z.object({ url: z.string() }).parse(made).url.split('#')[1] ?? ''
    const hash = tokenHash(secret)
    return () =>
      at.db.selectFrom('password_resets').select('person_id').where('token_hash', '=', hash).executeTakeFirst()
  },
  async grant(at, caller, { organization, connectionId, victimId }) {
    const input = { app: 'heroku', connectionId, subject: { type: 'person', id: victimId }, actions: ['apps:read'] }
    const { id } = idOf.parse(await call(at, caller, 'grants.create', input))
    return () => isLive(at, organization.id, connectionId, { holder: victimId, id })
  },
  async child(at, caller, { organization, connectionId, victimId }) {
    const common = { app: 'heroku', connectionId, actions: ['apps:read'] }
    const own = { ...common, subject: { type: caller.kind, id: caller.id } }
    const parent = idOf.parse(await call(at, caller, 'grants.create', own))
    const input = { ...common, subject: { type: 'person', id: victimId }, parentId: parent.id }
    const { id } = idOf.parse(await call(at, caller, 'grants.create', input))
    return async () =>
      (await isLive(at, organization.id, connectionId, { holder: caller.id, id: parent.id })) ||
      isLive(at, organization.id, connectionId, { holder: victimId, id })
  },
  async connect(at, caller, { platformToken }) {
    const credentials = { authToken: platformToken }
    const input = { app: 'heroku', method: 'auth-token', name: `c-${randomUUID()}`, credentials }
    await call(at, caller, 'appConnections.create', input)
    // It gives no access to who made it.
    return async () => false
  },
  async export(at, caller) {
    await call(at, caller, 'auditEvents.export', {})
    return async () => false
  },
  async sync(at, caller, { newSync }) {
    const { id } = idOf.parse(await call(at, caller, 'secretSyncs.create', newSync()))
    return () => runsByItself(at, id)
  },
  async takeOver(at, caller, { root, syncId }) {
    const input = { syncId, destination: 'heroku', isAutoSyncEnabled: true }
    await call(at, caller, 'secretSyncs.update', input)
    // Another caller may have taken it over since, and the admin who stays does so here.
    return async () => {
      const { makers } = await at.db
        .selectFrom('config_syncs')
        .select('makers')
        .where('id', '=', syncId)
        .executeTakeFirstOrThrow()
      const own = makers.includes(caller.id) && (await runsByItself(at, syncId))
      if (!own) await call(at, root, 'secretSyncs.update', input)
      return own
    }
  },
  async organization(at, caller) {
    await call(at, caller, 'organizations.create', { name: `Own ${randomUUID()}` })
    return async () => false
  },
}
