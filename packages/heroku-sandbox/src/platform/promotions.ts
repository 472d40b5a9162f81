import { randomUUID } from 'node:crypto'
import * as z from 'zod'
import { invalidParams, notFound } from '../errors.ts'
import { page } from '../range.ts'
import { type Answer, type Call, parseBody, type Route } from '../routes.ts'
import type { Promotion } from '../state.ts'
import { iso } from '../world.ts'
import { appFor } from './app-access.ts'
import { pipelineFor } from './pipelines.ts'
import { addRelease } from './releases.ts'

const AppRef = z.object({ app: z.object({ id: z.string() }) })
const CreatePromotion = z.object({
  pipeline: z.object({ id: z.string() }),
  source: AppRef.extend({ release: z.object({ id: z.string() }).optional() }),
  targets: z.array(AppRef).min(1).max(50),
})

function promotionBody(promotion: Promotion) {
  return {
    created_at: iso(promotion.createdAt),
    id: promotion.id,
    pipeline: { id: promotion.pipelineId },
    source: { app: { id: promotion.sourceAppId }, release: { id: promotion.sourceReleaseId } },
    status: 'completed',
    updated_at: iso(promotion.createdAt),
  }
}

/** Copies the slug of the source's release to each target; its config vars too only if the switch says so. */
function promote(call: Call): Answer {
  const { world } = call
  const { state } = world
  const input = parseBody(call, CreatePromotion)
  const pipeline = pipelineFor(call, input.pipeline.id)
  const coupled = (appId: string) =>
    [...state.couplings.values()].some((row) => row.pipelineId === pipeline.id && row.appId === appId)
  const source = appFor(state, call.account, input.source.app.id)
  const targets = input.targets.map(({ app }) => appFor(state, call.account, app.id))
  if (![source, ...targets].every(({ id }) => coupled(id))) throw invalidParams('All apps must be in the pipeline.')
  const wanted = input.source.release?.id
  const from = source.releases.findLast(({ id, status }) => (wanted ? id === wanted : status === 'succeeded'))
  if (from === undefined) throw notFound('release')
  const promotion: Promotion = {
    id: randomUUID(),
    pipelineId: pipeline.id,
    sourceAppId: source.id,
    sourceReleaseId: from.id,
    createdAt: world.now(),
    targets: targets.map((target) => {
      const changes = state.switches.promotionCopiesConfigVars ? source.configVars : {}
      const release = addRelease(world, target, call.account, `Promote ${source.name} v${from.version}`, changes)
      release.slugId = from.slugId
      return { id: randomUUID(), appId: target.id, releaseId: release.id }
    }),
  }
  state.promotions.set(promotion.id, promotion)
  world.changed()
  return { status: 201, body: promotionBody(promotion) }
}

function promotionFor(call: Call): Promotion {
  const promotion = call.world.state.promotions.get(call.params.promotion ?? '')
  if (promotion === undefined) throw notFound('pipeline promotion')
  pipelineFor(call, promotion.pipelineId)
  return promotion
}

export const promotionRoutes: Route[] = [
  { method: 'POST', path: '/pipeline-promotions', access: 'apps:write', handle: promote },
  {
    method: 'GET',
    path: '/pipeline-promotions/:promotion',
    access: 'apps:read',
    handle: (call) => ({ status: 200, body: promotionBody(promotionFor(call)) }),
  },
  {
    method: 'GET',
    path: '/pipeline-promotions/:promotion/promotion-targets',
    access: 'apps:read',
    handle(call) {
      const promotion = promotionFor(call)
      const render = (row: Promotion['targets'][number]) => ({
        app: { id: row.appId },
        error_message: null,
        id: row.id,
        pipeline_promotion: { id: promotion.id },
        release: { id: row.releaseId },
        status: 'succeeded',
      })
      const { rangeHeaders } = call.world.state.switches
      return page(promotion.targets, call.headers.range, { id: (row) => row.id }, render, rangeHeaders)
    },
  },
]
