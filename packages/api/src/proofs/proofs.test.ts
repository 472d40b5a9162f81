import type { Route } from '@app-connections/providers'
import { herokuBroker as broker } from '@app-connections/providers/testing/routes'
import { grantProofSchema, type ProvenRoute, proofDifferenceSchema } from '@app-connections/schemas'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decide } from '../broker/decide.ts'
import { judge } from '../broker/judge.ts'
import { rightsOf } from '../broker/rights.ts'
import { differenceOf } from './difference.ts'
import type { ProvableGrant } from './prove.ts'
import { closedProof, proofOf } from './shape.ts'

const { routes } = broker
const nouns = { one: 'app', many: 'apps' }
const shop = { id: '0f1e2d3c-0000-4000-8000-000000000001', name: 'shop' }
const blog = { id: '0f1e2d3c-0000-4000-8000-000000000002', name: 'blog' }
const other = { id: '0f1e2d3c-0000-4000-8000-000000000003', name: 'other' }
const keys = ['A', 'B_1', 'B_2', 'C']

const actions = [...new Set(routes.map(({ action }) => action))]
const grants = fc.record({
  id: fc.uuid(),
  actions: fc.subarray(actions, { minLength: 1, maxLength: 4 }),
  resources: fc.option(fc.subarray([shop, blog], { minLength: 1 })),
  keys: fc.option(fc.subarray(['A', 'B_*', 'B_1', 'C'], { minLength: 1 })),
})
/** Of each shape alike: all apps and some, all keys and some, over config vars, which are the most involved. */
const involved = fc.record({
  id: fc.uuid(),
  actions: fc.subarray(['config-vars:read', 'config-vars:write', 'apps:read'], { minLength: 1 }),
  resources: fc.option(fc.subarray([shop, blog], { minLength: 1 })),
  keys: fc.option(fc.subarray(['A', 'B_*', 'B_1', 'C'], { minLength: 1 })),
})
const grant = fc.oneof(grants, involved)

/** What the proof says of requests about one resource: which keys are open, or that it is, or why it is closed. */
function promised({ verdict, reason, scopes }: ProvenRoute, route: Route, resource: string): string {
  if (verdict === 'denied') return `closed: ${reason}`
  if (reason === 'identity') return 'identity'
  if (reason === 'rows')
    return `rows ${[...new Set(scopes.flatMap(({ apps }) => apps ?? []).map(({ id }) => id))].sort()}`
  const here = scopes.filter(({ apps }) => apps === null || apps.some(({ id }) => id === resource))
  if (here.length === 0) return 'closed: elsewhere'
  if (route.answer !== 'values') return 'open'
  const has = (pattern: string, key: string) =>
    pattern === key || (pattern.endsWith('*') && key.startsWith(pattern.slice(0, -1)))
  return `keys ${keys.filter((key) => here.some((scope) => scope.keys?.some((each) => has(each, key)) ?? true))}`
}

const closedFor = { 'no grant': 'noAction', 'another resource': 'elsewhere', 'whole account': 'wholeAccount' }

/** What the enforcing code does with such requests. */
function happens(given: readonly ProvableGrant[], route: Route, resource: string): string {
  const decision = decide(rightsOf(given), route, route.ofResource ? resource : undefined)
  if (!decision.open) return `closed: ${closedFor[decision.why]}`
  const { view } = decision
  if (view.of === 'identity') return 'identity'
  if (view.of === 'resources') return `rows ${[...view.ids].sort()}`
  if (view.of === 'values') return `keys ${keys.filter((key) => view.keys.has(key))}`
  return route.answer === 'values' ? `keys ${keys}` : 'open'
}

/** The routes and resources of which the proof says something else than what happens. */
function contradictions(given: readonly ProvableGrant[]): string[] {
  const proof = proofOf(routes, { nouns, grants: given })
  return routes.flatMap((route, at) => {
    const proven = proof[at]
    if (proven?.route !== route.name) throw new Error(`no proof of ${route.name}`)
    return [shop, blog, other].flatMap(({ id }) => {
      const [promise, fact] = [promised(proven, route, id), happens(given, route, id)]
      return promise === fact ? [] : [`${route.name} on ${id}: ${promise}, but ${fact}`]
    })
  })
}

describe('the proof of grants', () => {
  it('says of every route what is decided of it: 300 sets of grants, each resource', () => {
    fc.assert(
      fc.property(fc.array(grant, { maxLength: 5 }), (given) => {
        expect(contradictions(given)).toEqual([])
      }),
      { numRuns: 300, seed: 20_261_130 },
    )
  })

  it('says so of a grant of every action alone, on all apps, on one, and with keys', () => {
    for (const action of actions) {
      for (const resources of [null, [shop]]) {
        for (const some of [null, ['A']]) {
          const given = { id: 'g', actions: [action], resources, keys: some }
          expect(contradictions([given])).toEqual([])
        }
      }
    }
  })

  it('is as the wire has it, and calls whole only what is not cut', () => {
    fc.assert(
      fc.property(grant, (given) => {
        const proof = { grantId: given.id, live: true, routes: proofOf(routes, { nouns, grants: [given] }) }
        for (const { verdict, scopes, words } of grantProofSchema.parse(proof).routes) {
          expect(words).not.toBe('')
          if (verdict === 'allowed') expect(scopes).toEqual([{ grantId: given.id, apps: null, keys: null }])
          if (verdict === 'denied') expect(scopes).toEqual([])
        }
      }),
      { numRuns: 50, seed: 20_261_130 },
    )
    expect(new Set(closedProof(routes).map(({ verdict, reason }) => `${verdict} ${reason}`))).toEqual(
      new Set(['denied notLive']),
    )
  })

  it.each([
    [['apps:read'], [shop], null, 'GET /apps/{app}', 'apps:read on the app shop'],
    [['apps:read'], [shop, blog], null, 'GET /apps', 'Only the rows of the apps shop and blog'],
    [['addons:read'], [shop], null, 'GET /addons', 'Its answer cannot be cut down to the granted apps'],
    [['apps:create'], [shop], null, 'POST /apps', 'It is not about one of the granted apps'],
    [['apps:read'], null, null, 'POST /apps', 'The grant does not have apps:create'],
    [
      ['config-vars:read'],
      [shop],
      ['A', 'B_*'],
      'GET /apps/{app}/config-vars',
      'config-vars:read on the app shop, with the values of A and B_* alone',
    ],
    [
      ['config-vars:write'],
      null,
      null,
      'PATCH /apps/{app}/config-vars',
      'config-vars:write, and the answer shows the values that were just written',
    ],
    [['config-vars:write'], [shop], ['A'], 'GET /apps/{app}/releases', 'Included in config-vars:write on the app shop'],
    [['releases:rollback'], null, null, 'POST /apps/{app}/releases', 'releases:rollback, with the field release alone'],
    [['apps:read'], null, null, 'GET /account', 'Any grant shows who the account is: id, email and name alone'],
  ])('says of %j on %j with %j of %s: %s', (given, resources, some, name, words) => {
    const subject = { nouns, grants: [{ id: 'g', actions: given, resources, keys: some }] }
    expect(proofOf(routes, subject).find(({ route }) => route === name)?.words).toBe(words)
  })
})

describe('the difference of two grants', () => {
  /** Whether a request is open, by what the enforcing code makes of its method and its path as it would come. */
  function takes(
    given: ProvableGrant | undefined,
    example: { method: string; path: string; key?: string | undefined },
  ) {
    const { route, resource } = judge(broker, 'Heroku', { method: example.method, target: example.path })
    const id = [shop, blog].find(({ name }) => name === resource)?.id ?? resource
    const decision = decide(rightsOf(given === undefined ? [] : [given]), route, id)
    if (!decision.open) return { route: route.name, open: 'no' }
    const { view } = decision
    if (view.of === 'resources') return { route: route.name, open: `rows ${[...view.ids].sort()}` }
    if (view.of === 'values') return { route: route.name, open: view.keys.has(`${example.key}`) ? 'yes' : 'no' }
    return { route: route.name, open: 'yes' }
  }

  const pairs = fc.tuple(fc.option(grant, { nil: undefined }), fc.option(grant, { nil: undefined }))

  it('names every route of which something opens or closes, each with a request that does: 200 pairs', () => {
    fc.assert(
      fc.property(pairs, ([before, after]) => {
        const { opens, closes } = proofDifferenceSchema.parse({
          ...differenceOf(routes, nouns, before, after),
          endingChildren: [],
        })
        for (const { route, example } of opens) {
          const [was, is] = [takes(before, example), takes(after, example)]
          expect([was.route, is.route]).toEqual([route, route])
          expect(is.open).not.toBe('no')
          expect(was.open).not.toBe(is.open)
        }
        for (const { route, example } of closes) {
          const [was, is] = [takes(before, example), takes(after, example)]
          expect([route, was.open === 'no', was.open === is.open]).toEqual([was.route, false, false])
        }
        const listed = {
          opens: new Set(opens.map(({ route }) => route)),
          closes: new Set(closes.map(({ route }) => route)),
        }
        const missing: string[] = []
        for (const route of routes) {
          for (const { id } of [shop, blog, other]) {
            const [was, is] = [before, after].map((each) => parts(happens(each === undefined ? [] : [each], route, id)))
            if (was === undefined || is === undefined) throw new Error('two grants')
            if (is.some((part) => !was.includes(part)) && !listed.opens.has(route.name)) missing.push(route.name)
            if (was.some((part) => !is.includes(part)) && !listed.closes.has(route.name)) missing.push(route.name)
          }
        }
        expect(missing).toEqual([])
      }),
      { numRuns: 200, seed: 20_261_130 },
    )
  })

  /** What is open, in parts that can be compared. */
  function parts(fact: string): string[] {
    if (fact.startsWith('closed')) return []
    if (fact.startsWith('rows')) return fact.slice(5).split(',')
    // Whoever sees a whole list sees these rows too.
    return fact.startsWith('keys') ? fact.slice(5).split(',') : ['whole', shop.id, blog.id]
  }

  it('is nothing between a grant and itself, or a list of the same in another order', () => {
    fc.assert(
      fc.property(grant, (given) => {
        const turned = { ...given, actions: given.actions.toReversed(), keys: given.keys?.toReversed() ?? null }
        expect(differenceOf(routes, nouns, given, turned)).toEqual({ opens: [], closes: [] })
      }),
      { numRuns: 50, seed: 20_261_130 },
    )
  })
})
