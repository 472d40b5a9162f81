import { type ConfigSyncRow, selectDrift, selectKnown } from '@app-connections/db'
import type { Drift, Plan, syncRefSchema } from '@app-connections/schemas'
import type * as z from 'zod'
import type { MemberContext } from '../procedure/context.ts'
import { openSet } from '../secrets/open-set.ts'
import { digestBy } from './digest.ts'
import { driftedKeys, shapeDrift } from './drift.ts'
import { connectionOf, findSync } from './find.ts'
import { keyNames } from './key-names.ts'
import { look } from './look.ts'
import { planFor, storePlan } from './plan.ts'
import { takeInRows } from './rows.ts'
import { shapePlan } from './shape.ts'

interface Asked {
  readonly ctx: MemberContext
  readonly input: z.output<typeof syncRefSchema>
}

/** The next look by schedule after one that was asked for, in seconds. */
const nextSeconds = 900

/** What the latest look has found. Errors: 404. */
export async function getDrift({ ctx, input }: Asked): Promise<Drift> {
  const sync = await findSync(ctx, input, 'read')
  return shapeDrift(sync.id, await selectDrift(ctx.services.db, sync.org_id, sync.id))
}

/** Looks now. Errors: 404, 403, and the platform's. */
export async function lookForDrift({ ctx, input }: Asked): Promise<Drift> {
  const { sync, needs } = await findBoth({ ctx, input })
  return look(ctx, sync, { needs, seconds: nextSeconds })
}

/**
 * Plans to put back, at the resource, the keys that somebody else has changed there; `apply` carries it out. A key that the
 * set has no more stays. Errors: as `plan`.
 */
export async function putBack({ ctx, input }: Asked): Promise<Plan> {
  const { sync, needs } = await findBoth({ ctx, input })
  const known = await selectKnown(ctx.services.db, resourceOf(sync), sync.id)
  const digestOf = digestBy(await ctx.services.keyring.forOrg(sync.org_id))
  const { plan, warnings } = await planFor(ctx, sync, {
    needs,
    kind: 'put-back',
    only: (values) => new Set(driftedKeys(known, values, digestOf).map(({ key }) => key)),
  })
  return shapePlan(plan, warnings)
}

/**
 * Plans to take into the set what somebody else has changed at the resource; `apply` carries it out, and changes nothing
 * there. A key of a set below the sync's, or whose value in the set has changed since, is in conflict. Errors: as `plan`.
 */
export async function takeIn({ ctx, input }: Asked): Promise<Plan> {
  const { sync, needs } = await findBoth({ ctx, input })
  const keys = await ctx.services.keyring.forOrg(sync.org_id)
  const known = await selectKnown(ctx.services.db, resourceOf(sync), sync.id)
  const place = { orgId: sync.org_id, projectId: sync.project_id, environment: sync.environment, path: sync.path }
  const { values: own } = await openSet(ctx.services, place)
  const { here } = keyNames(sync)
  const made = await storePlan(ctx, sync, { kind: 'take-in', undoes: null, needs }, ({ present }) =>
    takeInRows(driftedKeys(known, present, digestBy(keys)), {
      syncId: sync.id,
      own: (key) => own.get(here(key) ?? ''),
      digestOf: digestBy(keys),
    }),
  )
  return shapePlan(made.plan, made.warnings)
}

async function findBoth({ ctx, input }: Asked) {
  const sync = await findSync(ctx, input, 'sync-secrets')
  const connection = await connectionOf(ctx, sync)
  return { sync, needs: { projectId: sync.project_id, syncs: 'sync-secrets', connection } as const }
}

function resourceOf({ org_id: orgId, app, resource_id: resourceId }: ConfigSyncRow) {
  return { orgId, app, resourceId }
}
