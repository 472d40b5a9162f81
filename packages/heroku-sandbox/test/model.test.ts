import fc from 'fast-check'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { type Sandbox, startSandbox } from '../src/index.ts'
import { type Model, newModel } from './model.ts'
import { appStep, counted, directStep, flowStep, type Setup, step } from './model-steps.ts'

const perRun = 40

let sandbox: Sandbox
const sent = { requests: 0 }
beforeAll(async () => {
  // A clock that stands still unless moved makes even the rate limit exact.
  sandbox = await startSandbox({ now: () => Date.UTC(2026, 0, 1) })
})
afterAll(() => sandbox.close())

async function begin(level: number, rotates: boolean, reuse: Model['reuse'], noopReleases: boolean): Promise<Setup> {
  await sandbox.control.reset()
  await sandbox.control.setSwitches({
    refreshTokenRotates: rotates,
    refreshTokenReuse: reuse,
    noopPatchReleases: noopReleases,
  })
  const { token } = await sandbox.control.mintToken()
  const { id, secret } = await sandbox.control.oauthClient()
  // Low enough that the refill can be seen.
  await sandbox.control.setAccountStatus('ada@example.com', { rateLimitRemaining: level })
  const model = newModel(level, rotates, reuse, noopReleases)
  const setup = { sandbox, token, clientId: id, secret, model, sent }
  for (const app of (await counted(setup, 'GET', '/apps')).body) {
    const config = (await counted(setup, 'GET', `/apps/${app.id}/config-vars`)).body
    model.apps.set(app.id, { name: app.name, vars: config, versions: 1, maintenance: false })
  }
  return setup
}

/** Everything that can be seen, compared at the end of a run. */
async function compare(setup: Setup): Promise<void> {
  const { model } = setup
  const seen = (await counted(setup, 'GET', '/apps')).body
  expect(seen.map((app: { id: string }) => app.id).sort()).toEqual([...model.apps.keys()].sort())
  for (const app of seen) {
    const known = model.apps.get(app.id)
    expect([app.name, app.maintenance]).toEqual([known?.name, known?.maintenance])
    expect((await counted(setup, 'GET', `/apps/${app.id}/config-vars`)).body).toEqual(known?.vars)
    const releases = await counted(setup, 'GET', `/apps/${app.id}/releases`)
    expect(releases.body).toHaveLength(known?.versions ?? -1)
  }
  const listed: { id: string; scope: string[]; description: string }[] = (
    await counted(setup, 'GET', '/oauth/authorizations')
  ).body
  const own = listed.filter(({ description }) => !/^(Sandbox|API key|Minted)/.test(description))
  expect(own.map(({ id, scope }) => [id, scope]).sort()).toEqual(
    [...model.authorizations.values()].map(({ id, scope }) => [id, [...scope].sort()]).sort(),
  )
}

test(`after ${inject('modelRequests')} random requests model and sandbox have never been in different states`, async () => {
  const wanted = inject('modelRequests')
  const reuse = fc.constantFrom('accepted' as const, 'refused' as const, 'revokes' as const)
  const run = fc.asyncProperty(
    fc.integer({ min: 500, max: 4500 }),
    fc.boolean(),
    reuse,
    fc.boolean(),
    fc.array(step, { minLength: perRun, maxLength: perRun }),
    async (level, rotates, reuse, noopReleases, steps) => {
      const setup = await begin(level, rotates, reuse, noopReleases)
      for (const each of steps) {
        if (!(await appStep(setup, each)) && !(await directStep(setup, each))) await flowStep(setup, each)
      }
      await compare(setup)
    },
  )
  await fc.assert(run, { seed: 20261124, numRuns: Math.ceil(wanted / perRun), endOnFailure: true })
  expect(sent.requests).toBeGreaterThanOrEqual(wanted)
})
