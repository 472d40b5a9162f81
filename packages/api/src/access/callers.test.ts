import { orgIdOf } from '@app-connections/db'
import { describe, expect, it } from 'vitest'
import { publicError } from '../failures/public-error.ts'
import type { Identity, Person } from './actor.ts'
import { membershipOf } from './callers.ts'

const orgA = orgIdOf('00000000-0000-4000-8000-00000000000a')
const orgB = orgIdOf('00000000-0000-4000-8000-00000000000b')
const orgC = '00000000-0000-4000-8000-00000000000c'
const project = { id: 'project', name: 'Shop', slug: 'shop', type: 'secret-manager' }
const organizations = [
  { id: orgA, name: 'Apple', slug: 'apple' },
  { id: orgB, name: 'Banana', slug: 'banana' },
]

function person(change: Partial<Person> = {}): Person {
  return {
    kind: 'person',
    id: 'person',
    name: 'Ada',
    email: 'ada@example.com',
    proved: true,
    tokenId: 'session',
    organizations,
    memberships: [
      { orgId: orgA, role: 'admin', project: null },
      { orgId: orgB, role: 'member', project: null },
      { orgId: orgB, role: 'viewer', project },
    ],
    ...change,
  }
}

function refusal(act: () => unknown) {
  try {
    act()
  } catch (error) {
    return publicError(error, '').body
  }
  return expect.unreachable('it should have been refused')
}

describe('the place of a caller in an organization', () => {
  it('is the one a person names, with the roles there alone', () => {
    expect(membershipOf(person(), orgA)).toEqual({ orgId: orgA, role: 'admin', projects: new Map() })
    expect(membershipOf(person(), orgB)).toEqual({
      orgId: orgB,
      role: 'member',
      projects: new Map([['project', { ...project, role: 'viewer' }]]),
    })
  })

  it('is a person’s only one where they name none', () => {
    const only = person({ organizations: organizations.slice(1) })
    expect(membershipOf(only, null)).toMatchObject({ orgId: orgB, role: 'member' })
  })

  it('is asked for where a person of several names none, with a list of theirs', () => {
    expect(refusal(() => membershipOf(person(), null))).toMatchObject({
      statusCode: 400,
      message: expect.stringMatching(new RegExp(`x-organization-id.*${orgA} \\(Apple\\), ${orgB} \\(Banana\\)$`)),
    })
  })

  it('is 404 for an organization they do not belong to, and where they belong to none', () => {
    expect(refusal(() => membershipOf(person(), orgC))).toMatchObject({
      statusCode: 404,
      message: `Could not find organization with ID ${orgC}`,
    })
    expect(refusal(() => membershipOf(person({ organizations: [] }), null))).toMatchObject({ statusCode: 404 })
    const long = refusal(() => membershipOf(person(), 'x'.repeat(5_000)))
    expect(`${long.message}`.length).toBeLessThan(120)
  })

  it('is an identity’s own, whatever it names', () => {
    const { id, name, tokenId, memberships } = person()
    const identity: Identity = { kind: 'identity', id, name, tokenId, memberships, orgId: orgB }
    for (const named of [null, orgA, orgB]) {
      expect(membershipOf(identity, named)).toMatchObject({ orgId: orgB, role: 'member' })
    }
  })

  it('is without rights where there is no role or one that this release does not know', () => {
    const unknown = person({
      memberships: [
        { orgId: orgA, role: 'owner', project: null },
        { orgId: orgB, role: 'owner', project },
      ],
    })
    expect(membershipOf(unknown, orgA)).toMatchObject({ role: 'no-access' })
    expect(membershipOf(unknown, orgB)).toEqual({ orgId: orgB, role: 'no-access', projects: new Map() })
  })
})
