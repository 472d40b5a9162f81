import { randomUUID } from 'node:crypto'
import type { OrgId } from '@app-connections/db'
import { engines } from '@app-connections/db/testing/engines'
import { identitySchema, projectSchema } from '@app-connections/schemas'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { type Caller, callerOfAccessToken, type ProcedurePath } from '../src/index.ts'
import { eventsOf, newOrganization, newPerson, signedIn } from './organization.ts'
import { call, refusal, useServices } from './services.ts'

const address = '192.0.2.1'

describe.each(engines)('administration on %s', (engine) => {
  const test = useServices(engine)
  const act = (caller: Caller | undefined, path: ProcedurePath, input: unknown) =>
    call(test().services, caller, path, input)
  async function organizationWithAdmin() {
    const organization = await newOrganization(test().services)
    return { organization, admin: await organization.person({ organization: 'admin' }) }
  }
  const lastEvent = async (orgId: OrgId) => (await eventsOf(test().services, orgId)).at(-1)

  it('is for admins of the organization: everyone else is refused, and that is on record', async () => {
    const { organization, admin } = await organizationWithAdmin()
    const member = await organization.person({ organization: 'member', project: 'admin' })
    const calls: [ProcedurePath, unknown, string][] = [
      ['projects.create', { name: 'New' }, 'projects'],
      ['invitations.create', { email: 'new@example.com', role: 'member' }, 'invitations'],
      ['identities.create', { name: 'deploy' }, 'identities'],
      ['clientSecrets.create', { identityId: randomUUID() }, 'client-secrets'],
      ['members.set', { scope: 'organization', member: { personId: admin.id }, role: 'member' }, 'members'],
    ]
    for (const [path, input, subject] of calls) {
      expect(await refusal(act(member, path, input)), path).toMatchObject({ statusCode: 403, details: [{ subject }] })
      expect(await lastEvent(organization.id), path).toMatchObject({
        action: path,
        outcome: 'denied',
        actor: member.id,
      })
      expect(await refusal(act(undefined, path, input)), path).toMatchObject({ statusCode: 401 })
    }
  })

  it('makes projects with slugs that are unique in the organization, the maker their admin', async () => {
    const { organization, admin } = await organizationWithAdmin()
    const project = projectSchema.parse(await act(admin, 'projects.create', { name: 'Größe & Co.' }))
    expect(project).toMatchObject({ name: 'Größe & Co.', slug: 'gro-e-co' })
    expect(await lastEvent(organization.id)).toMatchObject({ action: 'projects.create', projectId: project.id })
    expect(await refusal(act(admin, 'projects.create', { name: 'GRO e Co' }))).toMatchObject({
      statusCode: 400,
      message: `A project with the slug "${project.slug}" already exists`,
    })
    expect(await act(await organization.again(admin), 'projects.list', undefined)).toEqual([
      { id: project.id, name: project.name, slug: project.slug, type: 'secret-manager', role: 'admin' },
    ])
    const elsewhere = await organizationWithAdmin()
    await act(elsewhere.admin, 'projects.create', { name: 'Größe & Co.' })
  })

  it('tells an admin of the organization which projects there are besides their own, and nobody else', async () => {
    const { organization, admin } = await organizationWithAdmin()
    const others = async (caller: Caller) =>
      z.array(z.object({ id: z.uuid(), name: z.string() })).parse(await act(caller, 'projects.listOthers', undefined))
    const ids = async (caller: Caller) => (await others(caller)).map(({ id }) => id).sort()
    const all = [organization.projectId, organization.otherProjectId].sort()
    expect(await ids(admin)).toEqual(all)
    const own = projectSchema.parse(await act(admin, 'projects.create', { name: 'Own' }))
    expect(await ids(await organization.again(admin))).toEqual(all)
    const place = { scope: 'project', projectId: organization.projectId, member: { personId: admin.id }, role: 'admin' }
    await act(admin, 'members.set', place)
    expect(await ids(await organization.again(admin))).toEqual([organization.otherProjectId])
    const second = await organization.person({ organization: 'admin' })
    expect(await ids(second)).toEqual([...all, own.id].sort())
    for (const name of ['beta', 'Gamma', 'Alpha']) await act(admin, 'projects.create', { name })
    const known = new Set(['Alpha', 'beta', 'Gamma', 'Own'])
    expect((await others(second)).map(({ name }) => name).filter((name) => known.has(name))).toEqual([...known])
    const projectAdmin = await organization.person({ organization: 'member', project: 'admin' })
    expect(await refusal(others(projectAdmin))).toMatchObject({ statusCode: 403 })
  })

  it('gives roles in a project to members of the organization alone', async () => {
    const { organization, admin } = await organizationWithAdmin()
    const projectAdmin = await organization.person({ organization: 'no-access', project: 'admin' })
    const member = await organization.person({ organization: 'member' })
    const set = (caller: Caller, personId: string, role: string) =>
      act(caller, 'members.set', { scope: 'project', projectId: organization.projectId, member: { personId }, role })
    expect(await set(projectAdmin, member.id, 'viewer')).toEqual({ role: 'viewer' })
    expect((await organization.again(member)).memberships).toHaveLength(2)
    expect(await refusal(set(projectAdmin, await newPerson(test().services), 'viewer'))).toMatchObject({
      statusCode: 404,
    })
    expect(await refusal(set(member, admin.id, 'viewer'))).toMatchObject({ statusCode: 404 })
    expect(await refusal(set(await organization.again(member), admin.id, 'viewer'))).toMatchObject({ statusCode: 403 })
    expect(await refusal(set(admin, member.id, 'admin'))).toMatchObject({ statusCode: 404 })
  })

  it('never leaves an organization without an admin, also where two step down at once', async () => {
    const { organization, admin } = await organizationWithAdmin()
    const stepDown = (who: Caller) =>
      act(who, 'members.set', { scope: 'organization', member: { personId: who.id }, role: 'member' })
    expect(await refusal(stepDown(admin))).toMatchObject({
      statusCode: 400,
      message: expect.stringContaining('needs an admin'),
    })
    const other = await organization.person({ organization: 'admin' })
    const results = await Promise.allSettled([stepDown(admin), stepDown(other)])
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  })

  it('invites a person once, whose account is made by accepting', async () => {
    const { services } = test()
    const { organization, admin } = await organizationWithAdmin()
    const email = `${randomUUID()}@example.com`
    const invited = z
      .object({ id: z.uuid(), email: z.string(), token: z.string(), url: z.string() })
      .parse(await act(admin, 'invitations.create', { email: `  ${email.toUpperCase()} `, role: 'member' }))
    expect(invited).toMatchObject({ email, url: `${services.siteUrl}/invite#${invited.token}` })
    const accept = { token: invited.token, name: 'Grace', password: 'a long password' }
    const results = await Promise.allSettled(
      Array.from({ length: 3 }, () => act(undefined, 'invitations.accept', accept)),
    )
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const { id } = await services.db
      .selectFrom('auth.user')
      .select('id')
      .where('email', '=', email)
      .executeTakeFirstOrThrow()
    const grace = await signedIn(services, id)
    expect(grace.memberships).toEqual([{ orgId: organization.id, role: 'member', project: null }])
    const events = await eventsOf(services, organization.id)
    expect(events.map(({ action, actor }) => ({ action, actor }))).toEqual([
      { action: 'invitations.create', actor: admin.id },
      { action: 'invitations.accept', actor: id },
    ])
    expect(JSON.stringify(events)).not.toContain(invited.token)
  })

  it('makes one account where two invitations of one new address are accepted at once, and keeps the other', async () => {
    const { services } = test()
    const [one, two] = [await organizationWithAdmin(), await organizationWithAdmin()]
    const email = `${randomUUID()}@example.com`
    const invite = async (admin: Caller) =>
      z.object({ token: z.string() }).parse(await act(admin, 'invitations.create', { email, role: 'member' })).token
    const tokens = [await invite(one.admin), await invite(two.admin)]
    const accept = (token: string, as?: Caller) =>
      act(as, 'invitations.accept', { token, name: 'Grace', password: 'a long password' })
    // Both calls have found no account before either makes one.
    let waiting = 0
    let go = () => {}
    const both = new Promise<void>((resolve) => {
      go = resolve
    })
    const hashPassword = async () => {
      waiting += 1
      if (waiting === 2) go()
      await both
      return 'a hash'
    }
    const slow = { ...services, hashPassword }
    const results = await Promise.allSettled(
      tokens.map((token) =>
        call(slow, undefined, 'invitations.accept', { token, name: 'Grace', password: 'a long password' }),
      ),
    )
    const lost = results.findIndex(({ status }) => status === 'rejected')
    expect(results.filter(({ status }) => status === 'rejected')).toHaveLength(1)
    const told = await refusal(Promise.reject(Object(results[lost]).reason))
    expect(told).toMatchObject({ statusCode: 400, code: 'accountExists' })
    expect(told.message).not.toContain(email)
    const { id } = await services.db
      .selectFrom('auth.user')
      .select('id')
      .where('email', '=', email)
      .executeTakeFirstOrThrow()
    expect(await accept(tokens[lost] ?? '', await signedIn(services, id))).toMatchObject({ personId: id })
    expect((await signedIn(services, id)).organizations).toHaveLength(2)
  })

  it('lets who has an account accept only when signed in as that account, and keeps the invitation until then', async () => {
    const { services } = test()
    const { admin } = await organizationWithAdmin()
    const personId = await newPerson(services)
    const person = await signedIn(services, personId)
    const created = await act(admin, 'invitations.create', { email: person.email, role: 'member' })
    const { token } = z.object({ token: z.string() }).parse(created)
    const accept = { token, name: 'Somebody', password: 'a long password' }
    expect(await refusal(act(undefined, 'invitations.accept', accept))).toMatchObject({ statusCode: 400 })
    expect(await refusal(act(admin, 'invitations.accept', accept))).toMatchObject({ statusCode: 400 })
    expect(await act(person, 'invitations.accept', accept)).toMatchObject({ personId })
    expect((await signedIn(services, personId)).memberships).toHaveLength(1)
  })

  it('makes no account for an address by a call of somebody who is signed in, and keeps the invitation', async () => {
    const { admin } = await organizationWithAdmin()
    const email = `${randomUUID()}@example.com`
    const { token } = z
      .object({ token: z.string() })
      .parse(await act(admin, 'invitations.create', { email, role: 'admin' }))
    const accept = { token, name: 'Somebody', password: 'a long password' }
    expect(await refusal(act(admin, 'invitations.accept', accept))).toMatchObject({ code: 'signedInAsAnother' })
    expect(await act(undefined, 'invitations.accept', accept)).toMatchObject({ email })
  })

  it('makes at most 1,000 projects in an organization', async () => {
    const { organization, admin } = await organizationWithAdmin()
    const { projects } = { projects: test().services.db }
    await projects
      .insertInto('projects')
      .values(
        Array.from({ length: 997 }, (_, n) => ({
          id: randomUUID(),
          org_id: organization.id,
          name: `P${n}`,
          slug: `p${n}`,
          type: 'secret-manager',
        })),
      )
      .execute()
    await act(admin, 'projects.create', { name: 'the thousandth' })
    expect(await refusal(act(admin, 'projects.create', { name: 'one more' }))).toMatchObject({
      statusCode: 400,
      code: 'tooManyProjects',
    })
  })

  it('makes identities that log in with a client secret and act with their own role', async () => {
    const { services } = test()
    const { organization, admin } = await organizationWithAdmin()
    const identity = identitySchema.parse(await act(admin, 'identities.create', { name: 'deploy', role: 'member' }))
    const made = await act(admin, 'clientSecrets.create', { identityId: identity.id, label: 'ci', usesLimit: 2 })
    const { clientSecret } = z.object({ clientSecret: z.string().regex(/^acs_[\w-]{43}$/) }).parse(made)
    const logIn = (secret: string, clientId = identity.clientId) =>
      act(undefined, 'accessTokens.login', { clientId, clientSecret: secret })
    const answer = await logIn(clientSecret)
    expect(answer).toMatchObject({ expiresIn: identity.accessTokenTtl, tokenType: 'Bearer' })
    const { accessToken } = z.object({ accessToken: z.string().regex(/^act_[\w-]{43}$/) }).parse(answer)
    const caller = await callerOfAccessToken(services, accessToken, address)
    expect(caller).toMatchObject({ kind: 'identity', id: identity.id, orgId: organization.id })
    expect(caller?.memberships).toEqual([{ orgId: organization.id, role: 'member', project: null }])
    expect(await callerOfAccessToken(services, `${accessToken}x`, address)).toBeUndefined()
    expect(await callerOfAccessToken(services, `act_${'x'.repeat(43)}`, address)).toBeUndefined()

    const wrong = { statusCode: 401, message: 'Invalid credentials' }
    expect(await refusal(logIn(`${clientSecret}x`))).toMatchObject(wrong)
    expect(await refusal(logIn(clientSecret, randomUUID()))).toMatchObject(wrong)
    expect(await refusal(logIn(clientSecret, 'no uuid'))).toMatchObject(wrong)
    await logIn(clientSecret)
    expect(await refusal(logIn(clientSecret))).toMatchObject(wrong)
    const events = await eventsOf(services, organization.id)
    const logins = events.filter(({ action }) => action === 'accessTokens.login')
    // Who gave a wrong secret has not proved to be the identity.
    const [right, wrongly] = [`success by ${identity.id}`, 'failed by null']
    expect(logins.map(({ outcome, actor }) => `${outcome} by ${actor}`)).toEqual([right, wrongly, right, wrongly])
    expect(JSON.stringify(events)).not.toContain(clientSecret)
  })

  it('makes no secret for an identity of another organization', async () => {
    const { admin } = await organizationWithAdmin()
    const elsewhere = await organizationWithAdmin()
    const identity = identitySchema.parse(await act(elsewhere.admin, 'identities.create', { name: 'deploy' }))
    expect(await refusal(act(admin, 'clientSecrets.create', { identityId: identity.id }))).toMatchObject({
      statusCode: 404,
    })
  })

  it('tells callers who they are and where they belong', async () => {
    const { organization, admin } = await organizationWithAdmin()
    expect(await act(admin, 'session.whoAmI', undefined)).toMatchObject({
      kind: 'person',
      id: admin.id,
      email: admin.email,
      organizations: [{ id: organization.id, name: 'Acme', role: 'admin' }],
    })
    expect(await refusal(act(undefined, 'session.whoAmI', undefined))).toMatchObject({ statusCode: 401 })
  })
})
