import { orgIdOf } from '@app-connections/db'
import { describe, expect, it } from 'vitest'
import { OperationError } from '../failures/operation-error.ts'
import {
  type ConnectionAction,
  type Membership,
  managesProjectMembers,
  mayWithConnections,
  mayWithSecrets,
  mayWithSyncs,
  readOrganizationRole,
  readProjectRole,
  requireConnections,
  requireManagement,
  type SecretAction,
  type SyncAction,
} from './policy.ts'

const actions: readonly ConnectionAction[] = ['read', 'create', 'edit', 'delete', 'connect', 'grant']

function member(role: Membership['role'], projectRole: 'admin' | 'member' | 'viewer' | 'none'): Membership {
  const own = { id: 'own', name: 'Own', slug: 'own', type: 'secret-manager' }
  const projects = projectRole === 'none' ? [] : [['own', { ...own, role: projectRole }] as const]
  return { orgId: orgIdOf('00000000-0000-4000-8000-00000000000a'), role, projects: new Map(projects) }
}

const all = 'read create edit delete connect grant'
const use = 'read connect'
const no = ''

// Written by hand from DESIGN.md, "Roles": role in the organization, role in the project "own", then what may be done
// with connections of the organization, of that project, and of a project the member is not in.
const matrix: [Membership['role'], 'admin' | 'member' | 'viewer' | 'none', string, string, string][] = [
  ['admin', 'none', all, no, no],
  ['admin', 'viewer', all, 'read', no],
  ['admin', 'member', all, use, no],
  ['admin', 'admin', all, all, no],
  ['member', 'none', use, no, no],
  ['member', 'viewer', use, 'read', no],
  ['member', 'member', use, use, no],
  ['member', 'admin', use, all, no],
  ['no-access', 'none', no, no, no],
  ['no-access', 'viewer', no, 'read', no],
  ['no-access', 'member', no, use, no],
  ['no-access', 'admin', no, all, no],
]

describe('what a member may do with connections', () => {
  it.each(matrix)(
    'as %s of the organization and %s of a project',
    (role, projectRole, ofOrganization, ofOwn, ofOther) => {
      const scopes: [string | null, string][] = [
        [null, ofOrganization],
        ['own', ofOwn],
        ['other', ofOther],
      ]
      for (const [projectId, expected] of scopes) {
        const may = actions.filter((action) => mayWithConnections(member(role, projectRole), projectId, action))
        expect(may.join(' '), `scope ${projectId}`).toBe(expected)
        for (const action of actions) {
          const required = () => requireConnections(member(role, projectRole), projectId, action)
          if (may.includes(action)) required()
          else expect(required).toThrow(`You are not allowed to ${action} on app-connections`)
        }
      }
    },
  )

  it('a refusal names the right that is missing', () => {
    try {
      requireConnections(member('member', 'none'), null, 'delete')
      expect.unreachable()
    } catch (error) {
      expect(error).toBeInstanceOf(OperationError)
      expect(error).toMatchObject({
        error: 'PermissionDenied',
        details: [{ action: 'delete', subject: 'app-connections' }],
      })
    }
  })
})

describe('what a member may do with secrets', () => {
  const secretActions: readonly SecretAction[] = ['read', 'read-value', 'create', 'edit', 'delete']

  it.each([
    ['none', ''],
    ['viewer', 'read'],
    ['member', 'read read-value create edit delete'],
    ['admin', 'read read-value create edit delete'],
  ] as const)('as %s of their project, whatever they are in the organization', (projectRole, allowed) => {
    for (const role of ['admin', 'member', 'no-access'] as const) {
      const may = secretActions.filter((action) => mayWithSecrets(member(role, projectRole), 'own', action))
      expect(may.join(' '), role).toBe(allowed)
      for (const action of secretActions) expect(mayWithSecrets(member(role, projectRole), 'other', action)).toBe(false)
    }
  })
})

describe('what a member may do with syncs', () => {
  const syncActions: readonly SyncAction[] = ['read', 'create', 'delete', 'sync-secrets']

  it.each([
    ['none', ''],
    ['viewer', 'read'],
    ['member', 'read sync-secrets'],
    ['admin', 'read create delete sync-secrets'],
  ] as const)('as %s of their project, whatever they are in the organization', (projectRole, allowed) => {
    for (const role of ['admin', 'member', 'no-access'] as const) {
      const may = syncActions.filter((action) => mayWithSyncs(member(role, projectRole), 'own', action))
      expect(may.join(' '), role).toBe(allowed)
      for (const action of syncActions) expect(mayWithSyncs(member(role, projectRole), 'other', action)).toBe(false)
    }
  })
})

describe('what a member may manage', () => {
  const subjects = ['projects', 'members', 'invitations', 'identities', 'client-secrets', 'audit-events'] as const

  it.each([
    ['admin', true],
    ['member', false],
    ['no-access', false],
  ] as const)('as %s of the organization, whatever they are in a project', (role, allowed) => {
    for (const projectRole of ['none', 'viewer', 'member', 'admin'] as const) {
      for (const subject of subjects) {
        const manage = () => requireManagement(member(role, projectRole), 'create', subject)
        if (allowed) manage()
        else expect(manage, `${projectRole} ${subject}`).toThrow(`You are not allowed to create on ${subject}`)
      }
    }
  })

  it('only admins of a project decide who else is in it, admins of the organization included', () => {
    for (const role of ['admin', 'member', 'no-access'] as const) {
      for (const projectRole of ['none', 'viewer', 'member', 'admin'] as const) {
        expect(managesProjectMembers(member(role, projectRole), 'own')).toBe(projectRole === 'admin')
        expect(managesProjectMembers(member(role, projectRole), 'other')).toBe(false)
      }
    }
  })
})

describe('a stored role that this release does not know', () => {
  it.each(['owner', '', 'ADMIN', 'admin ', 'viewer', '__proto__', 'constructor'])('gives no right: %j', (word) => {
    expect(readOrganizationRole(word)).toBe('no-access')
  })

  it.each(['owner', '', 'Admin', 'no-access', '__proto__', 'toString'])('is no place in a project: %j', (word) => {
    expect(readProjectRole(word)).toBeUndefined()
  })
})
