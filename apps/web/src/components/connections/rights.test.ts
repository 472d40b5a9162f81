import { expect, it } from 'vitest'
import { offersChanges, offersUse } from './rights.ts'

const projects = [
  { id: 'led', name: '', role: 'admin' as const },
  { id: 'joined', name: '', role: 'member' as const },
  { id: 'seen', name: '', role: 'viewer' as const },
]

it('offers changes in the organization to its admins alone', () => {
  expect(offersChanges({ organization: 'admin', projects }, null)).toBe(true)
  for (const organization of ['member', 'no-access', null] as const) {
    expect(offersChanges({ organization, projects }, null)).toBe(false)
  }
})

it('offers changes in a project to its own admins, whatever they are in the organization', () => {
  for (const organization of ['admin', null] as const) {
    const roles = { organization, projects }
    expect(['led', 'joined', 'seen', 'other'].filter((id) => offersChanges(roles, id))).toEqual(['led'])
  }
})

it('offers use to admins and members of the scope, and to nobody who only sees it', () => {
  const inProjects = ['led', 'joined', 'seen', 'other'].filter((id) =>
    offersUse({ organization: 'admin', projects }, id),
  )
  expect(inProjects).toEqual(['led', 'joined'])
  const organizationRoles = ['admin', 'member', 'no-access', null] as const
  expect(organizationRoles.filter((organization) => offersUse({ organization, projects }, null))).toEqual([
    'admin',
    'member',
  ])
})
