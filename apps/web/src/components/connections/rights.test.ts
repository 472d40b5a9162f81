import { expect, it } from 'vitest'
import { offersChanges } from './rights.ts'

const projects = [
  { id: 'led', role: 'admin' as const },
  { id: 'joined', role: 'member' as const },
  { id: 'seen', role: 'viewer' as const },
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
