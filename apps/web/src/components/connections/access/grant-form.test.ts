import type { Grant } from '@app-connections/schemas'
import { createGrantSchema, updateGrantSchema } from '@app-connections/schemas'
import { describe, expect, it } from 'vitest'
import { changesOf, grantFormSchema, subjectOf, termsOf, valuesOf } from './grant-form.ts'

const id = '01920000-0000-7000-8000-000000000001'
const now = Date.parse('2026-02-01T00:00:00Z')
const grant: Grant = {
  id,
  connectionId: id,
  app: 'heroku',
  subject: { type: 'person', id, name: 'Ada' },
  actions: ['config-vars:read', 'apps:read'],
  apps: [{ id: 'app-1', name: 'shop' }],
  keys: ['A', 'B_*'],
  expiresAt: '2026-03-01T00:00:00.000Z',
  usesLeft: 3,
  changesPerDay: null,
  lease: null,
  parentId: null,
  createdBy: null,
  createdAt: '2026-01-01T00:00:00.000Z',
  endedAt: null,
  live: true,
}

describe('the form of a grant', () => {
  it('that nobody has changed asks for no change', () => {
    const values = valuesOf({ grant })
    expect(grantFormSchema.safeParse(values).success).toBe(true)
    expect(changesOf(grant, termsOf(values, { ofValues: true, now }))).toEqual({})
    const other = { ...values, actions: grant.actions.toReversed(), keys: 'B_* A' }
    expect(changesOf(grant, termsOf(other, { ofValues: true, now }))).toEqual({})
  })

  it('asks for what was changed alone, as the service takes it', () => {
    const values = {
      ...valuesOf({ grant }),
      keys: '',
      ends: 'date',
      date: '2026-02-28',
      usesLeft: '',
      changesPerDay: '5',
    }
    const changes = changesOf(grant, termsOf(values, { ofValues: true, now }))
    expect(changes).toEqual({ keys: null, expiresAt: '2026-02-28T23:59:59Z', usesLeft: null, changesPerDay: 5 })
    expect(updateGrantSchema.safeParse({ app: 'heroku', connectionId: id, grantId: id, ...changes }).success).toBe(true)
  })

  it('of a child begins as its parent, without its actions and counts', () => {
    expect(valuesOf({ parent: grant })).toMatchObject({
      actions: [],
      reach: 'some',
      keys: 'A, B_*',
      ends: 'keep',
      usesLeft: '',
    })
  })

  it('of a new grant asks for a week on everything', () => {
    const values = { ...valuesOf({}), subject: id, actions: ['apps:read'], keys: 'A' }
    const terms = termsOf(values, { ofValues: false, now })
    expect(terms).toMatchObject({ apps: null, keys: null, expiresAt: '2026-02-08T00:00:00.000Z' })
    const input = { app: 'heroku', connectionId: id, subject: subjectOf(values.subject), ...terms }
    expect(createGrantSchema.safeParse(input).success).toBe(true)
  })

  it('asks for leases with their scopes and their longest life', () => {
    const values = { ...valuesOf({}), subject: id, actions: ['leases:create'] }
    expect(grantFormSchema.safeParse(values).error?.issues).toMatchObject([{ path: ['leaseScopes'] }])
    const chosen = { ...values, leaseScopes: ['read'], maxSeconds: '900' }
    expect(grantFormSchema.safeParse(chosen).success).toBe(true)
    const terms = termsOf(chosen, { ofValues: false, now })
    expect(terms.lease).toEqual({ scopes: ['read'], maxSeconds: 900 })
    expect(termsOf({ ...chosen, actions: ['apps:read'] }, { ofValues: false, now }).lease).toBeNull()
  })

  it('takes people and machine identities, these by their id alone too', () => {
    expect([subjectOf(`person:${id}`), subjectOf(`identity:${id}`), subjectOf(` ${id} `)]).toEqual([
      { type: 'person', id },
      { type: 'identity', id },
      { type: 'identity', id },
    ])
  })
})
