import { randomUUID } from 'node:crypto'
import { createKeptRights } from '@app-connections/api'
import { countedGrants, decide } from '@app-connections/api/testing/decision'
import { type LiveGrant, orgIdOf } from '@app-connections/db'
import { herokuRoutes } from '@app-connections/providers/testing/routes'
import { median } from './load.ts'

/** Microseconds that one decision takes, by how many grants the caller has on the connection. */
export type DecisionTimes = readonly { readonly grants: number; readonly us: number }[]

const sizes = [10, 100, 1_000, 10_000]
const decisions = 20_000
const rounds = 9

/** Measures what a use costs from what is kept to the grants that it counts against: each time another app is asked for. */
export async function decisionTimes(say: (line: string) => void): Promise<DecisionTimes> {
  const times: { grants: number; us: number }[] = []
  for (const size of sizes) {
    const us = await timeOf(size)
    say(`  a decision over ${size.toLocaleString('en')} grants: ${us.toFixed(2)} µs; the aim is 20`)
    times.push({ grants: size, us })
  }
  return times
}

async function timeOf(size: number): Promise<number> {
  const apps = Array.from({ length: size }, () => randomUUID())
  const grants = apps.map(grantOn)
  const kept = createKeptRights()
  const held = { orgId: orgIdOf(randomUUID()), connectionId: randomUUID(), holderId: randomUUID() }
  const now = { grantsVersion: '1', now: new Date() }
  const routes = ['GET /apps/{app}', 'GET /apps/{app}/config-vars', 'PATCH /apps/{app}/config-vars'].map((name) => {
    const route = herokuRoutes.find((each) => each.name === name)
    if (route === undefined) throw new Error(`no route ${name}`)
    return route
  })
  async function decideOnce(n: number): Promise<number> {
    const rights = await kept.of(held, now, async () => grants)
    const route = routes[n % routes.length]
    if (route === undefined) throw new Error('no route')
    const decision = decide(route.changes ? rights.changing : rights.all, route, apps[n % apps.length])
    if (!decision.open) throw new Error('a grant opens it')
    return countedGrants(decision, route).length
  }
  // Round 0 reads, compiles and sums up, and is not counted.
  const rest: number[] = []
  for (let round = 0; round <= rounds; round += 1) {
    const began = performance.now()
    for (let n = 0; n < decisions; n += 1) await decideOnce(n)
    if (round > 0) rest.push(((performance.now() - began) * 1000) / decisions)
  }
  return median(rest)
}

function grantOn(id: string, at: number): LiveGrant {
  const resources = [{ id, name: `app-${at}` }]
  const actions = ['apps:read', 'config-vars:read', 'config-vars:write']
  const limits = { expiresAt: null, usesLeft: at % 3 === 0 ? 1_000 : null, changesLeft: at % 5 === 0 ? 100 : null }
  return {
    id: randomUUID(),
    actions,
    resources,
    keys: at % 2 === 0 ? ['FEATURE_*'] : null,
    ...limits,
    lease: null,
    terms: '',
  }
}
