import { herokuRoutes as routes } from '@app-connections/providers/testing/routes'
import { describe, expect, it } from 'vitest'
import { type Decision, decide } from './decide.ts'
import { rightsOf, type UsableGrant } from './rights.ts'

const shop = { id: '0f1e2d3c-0000-4000-8000-000000000001' }
const blog = { id: '0f1e2d3c-0000-4000-8000-000000000002' }

function grant(actions: string[], narrowed: Partial<UsableGrant> = {}): UsableGrant {
  return { id: 'g', actions, resources: null, keys: null, ...narrowed }
}

function decided(grants: UsableGrant[], name: string, resource?: string): Decision {
  const route = routes.find((each) => each.name === name)
  if (route === undefined) throw new Error(`no route ${name}`)
  return decide(rightsOf(grants), route, resource)
}

const configVars = 'GET /apps/{app}/config-vars'

describe('what grants open', () => {
  it('is nothing without one, whatever the route', () => {
    for (const route of routes) {
      expect(decide(rightsOf([]), route, shop.id)).toEqual({ open: false, why: 'no grant' })
    }
  })

  it('is an action on the resources it names, and no other', () => {
    const grants = [grant(['config-vars:read'], { resources: [shop] })]
    expect(decided(grants, configVars, shop.id)).toMatchObject({ open: true, view: { of: 'everything' } })
    expect(decided(grants, configVars, blog.id)).toEqual({ open: false, why: 'another resource' })
    expect(decided(grants, 'PATCH /apps/{app}/config-vars', shop.id)).toEqual({ open: false, why: 'no grant' })
    expect(decided(grants, 'GET /apps/{app}', shop.id)).toEqual({ open: false, why: 'no grant' })
  })

  it('of a list of resources, is the granted rows; of any other route of the account, nothing', () => {
    const grants = [grant(['apps:read', 'addons:read'], { resources: [shop, blog] })]
    expect(decided(grants, 'GET /users/{account}/apps')).toEqual({
      open: true,
      right: expect.objectContaining({ grants }),
      view: { of: 'resources', ids: new Set([shop.id, blog.id]) },
    })
    expect(decided(grants, 'GET /addons')).toEqual({ open: false, why: 'whole account' })
    expect(decided([grant(['apps:read'])], 'GET /apps')).toMatchObject({ open: true, view: { of: 'everything' } })
  })

  it('adds up: the keys of two grants on one resource are open together, and stay apart on others', () => {
    const grants = [
      grant(['config-vars:read'], { resources: [shop], keys: ['A'] }),
      grant(['config-vars:read'], { keys: ['B_*'] }),
    ]
    const open = (resource: string) => {
      const decision = decided(grants, configVars, resource)
      if (!decision.open || decision.view.of !== 'values') throw new Error('not open by value')
      const { keys } = decision.view
      return ['A', 'AA', 'B_', 'B_1', 'B'].filter((key) => keys.has(key))
    }
    expect(open(shop.id)).toEqual(['A', 'B_', 'B_1'])
    expect(open(blog.id)).toEqual(['B_', 'B_1'])
  })

  it('to write config vars includes the list of releases, and nothing else of them', () => {
    const grants = [grant(['config-vars:write'], { resources: [shop] })]
    expect(decided(grants, 'GET /apps/{app}/releases', shop.id)).toMatchObject({ open: true })
    expect(decided(grants, 'GET /apps/{app}/releases', blog.id)).toMatchObject({ open: false })
    expect(decided(grants, 'POST /apps/{app}/releases', shop.id)).toMatchObject({ open: false })
    expect(decided(grants, 'GET /apps/{app}/releases/{release}', shop.id)).toMatchObject({ open: false })
  })

  it('of the account is who it is, with any grant', () => {
    expect(decided([grant(['dynos:restart'])], 'GET /account')).toMatchObject({ open: true, view: { of: 'identity' } })
  })
})
