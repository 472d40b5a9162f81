import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import * as z from 'zod'
import { notFound } from '../errors.ts'
import { parseBody, type Route } from '../routes.ts'
import type { App } from '../state.ts'
import { iso, type World } from '../world.ts'
import { appFor } from './app-access.ts'

const NewLogSession = z.object({
  lines: z.number().int().min(0).max(1500).default(100),
  tail: z.boolean().default(false),
  source: z.string().optional(),
  dyno: z.string().optional(),
  dyno_name: z.string().optional(),
  type: z.string().optional(),
})

/** How often a stream looks for new lines, in milliseconds. */
const lookEveryMs = 50

/** An app's log: a line a release. Each has the number of its event. */
function linesOf(world: World, app: App): { at: number; text: string }[] {
  return app.releases.map((release) => {
    const account = world.state.accounts.get(release.accountId)?.email ?? 'unknown'
    const text = `${iso(release.createdAt)} app[api]: Release v${release.version} created by user ${account}`
    return { at: release.version, text }
  })
}

const eventOf = ({ at, text }: { at: number; text: string }) => `id: ${at}\ndata: ${text}\n\n`

async function* follow(world: World, appId: string, since: number): AsyncGenerator<string> {
  for (let seen = since; ; await sleep(lookEveryMs)) {
    const app = world.state.apps.get(appId)
    if (app === undefined) return
    for (const line of linesOf(world, app).filter(({ at }) => at > seen)) {
      yield eventOf(line)
      seen = line.at
    }
  }
}

/** Log sessions, and their streams, which Heroku has on another host and opens to whoever knows the address. */
export const logSessionRoutes: Route[] = [
  {
    method: 'POST',
    path: '/apps/:app/log-sessions',
    access: 'apps:read',
    handle(call) {
      const { world } = call
      const app = appFor(world.state, call.account, call.params.app ?? '')
      const { lines, tail } = parseBody(call, NewLogSession)
      const id = randomUUID()
      world.logSessions.set(id, { appId: app.id, lines, tail })
      const at = iso(world.now())
      const logplexUrl = `http://${call.headers.host}/logplex/sessions/${id}?srv=${world.now()}`
      return { status: 201, body: { created_at: at, id, logplex_url: logplexUrl, updated_at: at } }
    },
  },
  {
    method: 'GET',
    path: '/logplex/sessions/:session',
    access: 'public',
    handle({ world, params, headers }) {
      const session = world.logSessions.get(params.session ?? '')
      const app = session && world.state.apps.get(session.appId)
      if (session === undefined || app === undefined) throw notFound('session')
      const after = Number(headers['last-event-id'] ?? 0)
      const all = linesOf(world, app)
      const shown = all.slice(Math.max(0, all.length - session.lines)).filter(({ at }) => at > after)
      const answer = { status: 200, body: shown.map(eventOf).join(''), type: 'text/event-stream' }
      return session.tail ? { ...answer, endless: follow(world, app.id, all.at(-1)?.at ?? 0) } : answer
    },
  },
]
