import { notFound } from '../errors.ts'
import { page } from '../range.ts'
import { type Answer, type Call, jsonBody, type Route } from '../routes.ts'
import { type Account, type Coupling, type Pipeline, type State, stages } from '../state.ts'
import { iso } from '../world.ts'
import { appFor, isOn, sees } from './app-access.ts'
import { parseChanges } from './config-vars.ts'
import { cedar } from './fixtures.ts'
import { addRelease, withChanges } from './releases.ts'
import { teamFor } from './teams.ts'

function seesPipeline(state: State, account: Account, pipeline: Pipeline): boolean {
  if (pipeline.ownerId === account.id) return true
  return [...state.couplings.values()].some(({ pipelineId, appId }) => {
    const app = state.apps.get(appId)
    return pipelineId === pipeline.id && app !== undefined && sees(state, account, app)
  })
}

/** The pipeline a path names, by id or name. Throws 404 also for one the caller sees no app of. */
export function pipelineFor(call: Call, identity: string): Pipeline {
  const { state } = call.world
  for (const row of state.pipelines.values()) {
    if ((row.id === identity || row.name === identity) && seesPipeline(state, call.account, row)) return row
  }
  throw notFound('pipeline')
}

function pipelineBody(pipeline: Pipeline) {
  return {
    created_at: iso(pipeline.createdAt),
    generation: cedar,
    id: pipeline.id,
    name: pipeline.name,
    owner: { id: pipeline.ownerId, type: 'user' },
    updated_at: iso(pipeline.updatedAt),
  }
}

function couplingBody(coupling: Coupling) {
  return {
    app: { id: coupling.appId },
    created_at: iso(coupling.createdAt),
    id: coupling.id,
    pipeline: { id: coupling.pipelineId },
    stage: coupling.stage,
    updated_at: iso(coupling.updatedAt),
  }
}

function listCouplings(call: Call, shows: (coupling: Coupling) => boolean): Answer {
  const { state } = call.world
  const rows = [...state.couplings.values()].filter((row) => {
    const app = state.apps.get(row.appId)
    return app !== undefined && sees(state, call.account, app) && shows(row)
  })
  return page(rows, call.headers.range, { id: (row) => row.id }, couplingBody, state.switches.rangeHeaders)
}

function stageOf(call: Call): (typeof stages)[number] {
  const stage = stages.find((each) => each === call.params.stage)
  if (stage === undefined) throw notFound('stage')
  return stage
}

const stageKey = /^[\w.:[\]]+$/

function changeStageVars(call: Call): Answer {
  const { world } = call
  const pipeline = pipelineFor(call, call.params.pipeline ?? '')
  const stage = stageOf(call)
  const vars = withChanges(pipeline.stageVars[stage] ?? {}, parseChanges(jsonBody(call), stageKey))
  pipeline.stageVars[stage] = vars
  pipeline.updatedAt = world.now()
  world.changed()
  if (world.state.switches.stageVarsRelease) {
    for (const { appId, stage: at, pipelineId } of world.state.couplings.values()) {
      const app = world.state.apps.get(appId)
      if (app && at === stage && pipelineId === pipeline.id)
        addRelease(world, app, call.account, 'Update stage config vars')
    }
  }
  return { status: 200, body: vars }
}

export const pipelineRoutes: Route[] = [
  {
    method: 'GET',
    path: '/pipelines',
    access: 'apps:read',
    handle(call) {
      const { state } = call.world
      const rows = [...state.pipelines.values()].filter((row) => seesPipeline(state, call.account, row))
      const sortable = { id: (row: Pipeline) => row.id, name: (row: Pipeline) => row.name }
      return page(rows, call.headers.range, sortable, pipelineBody, state.switches.rangeHeaders)
    },
  },
  {
    method: 'GET',
    path: '/pipelines/:pipeline',
    access: 'apps:read',
    handle: (call) => ({ status: 200, body: pipelineBody(pipelineFor(call, call.params.pipeline ?? '')) }),
  },
  {
    method: 'GET',
    path: '/pipelines/:pipeline/pipeline-couplings',
    access: 'apps:read',
    handle(call) {
      const { id } = pipelineFor(call, call.params.pipeline ?? '')
      return listCouplings(call, ({ pipelineId }) => pipelineId === id)
    },
  },
  {
    method: 'GET',
    path: '/pipeline-couplings',
    access: 'apps:read',
    handle: (call) => listCouplings(call, () => true),
  },
  {
    method: 'GET',
    path: '/users/~/pipeline-couplings',
    access: 'apps:read',
    handle(call) {
      const { apps } = call.world.state
      return listCouplings(call, ({ appId }) => {
        const app = apps.get(appId)
        return app !== undefined && isOn(app, call.account)
      })
    },
  },
  {
    method: 'GET',
    path: '/teams/:team/pipeline-couplings',
    access: 'apps:read',
    handle(call) {
      const team = teamFor(call)
      return listCouplings(call, ({ appId }) => call.world.state.apps.get(appId)?.teamId === team.id)
    },
  },
  {
    method: 'GET',
    path: '/apps/:app/pipeline-couplings',
    access: 'apps:read',
    handle(call) {
      const { state } = call.world
      const app = appFor(state, call.account, call.params.app ?? '')
      const coupling = [...state.couplings.values()].find(({ appId }) => appId === app.id)
      if (coupling === undefined) throw notFound('pipeline coupling')
      return { status: 200, body: couplingBody(coupling) }
    },
  },
  {
    method: 'GET',
    path: '/pipelines/:pipeline/stage/:stage/config-vars',
    access: 'config:read',
    handle(call) {
      const pipeline = pipelineFor(call, call.params.pipeline ?? '')
      return { status: 200, body: pipeline.stageVars[stageOf(call)] ?? {} }
    },
  },
  {
    method: 'PATCH',
    path: '/pipelines/:pipeline/stage/:stage/config-vars',
    access: 'config:write',
    handle: changeStageVars,
  },
]
