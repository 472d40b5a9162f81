import { once } from 'node:events'
import * as z from 'zod'
import { createControl } from './control/operations.ts'
import type { SandboxControl } from './control/types.ts'
import { createFaults } from './faults.ts'
import { createRateLimits, noRateLimits } from './rate-limit.ts'
import { createRequestLog } from './request-log.ts'
import { routes } from './route-table.ts'
import { createRouter } from './routes.ts'
import { addClient, type OAuthClientSeed, seedState } from './seed.ts'
import { createSandboxServer } from './server.ts'
import { createSaver, readStateFile } from './state-file.ts'
import { defaultSwitches, Switches } from './switches.ts'
import type { World } from './world.ts'

export type SandboxOptions = {
  /** 0 or absent: a free one. */
  port?: number
  /** `127.0.0.1` unless given. */
  host?: string
  /** Where the state outlives the process (written in one step, mode 0600); absent: in memory. */
  stateFile?: string
  /** Opens `/_sandbox/*` to `Authorization: Bearer <secret>`; absent: those paths answer 404. */
  controlSecret?: string
  /** Overrides what the state file says, and what a first start assumes. */
  switches?: Partial<Switches>
  /** `off` for measurements, which would use up an account's 4500 requests an hour; `on` unless given. */
  rateLimits?: 'on' | 'off'
  /** Added to every answer but those of the control endpoint. */
  latencyMs?: number
  /** Milliseconds since 1970; `Date.now` unless given. The movable offset is added to it. */
  now?: () => number
  /** The OAuth client to register or bring up to date. */
  oauthClient?: OAuthClientSeed
}

export type Sandbox = {
  /** Where it listens: both `HEROKU_API_URL` and `HEROKU_ID_URL`. */
  url: string
  control: SandboxControl
  /** Ends every connection, also those a fault keeps hanging, and saves the state. */
  close: () => Promise<void>
}

/** Starts a sandbox. Rejects when the state file cannot be used or the port cannot be had (`code` EADDRINUSE). */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const machineNow = options.now ?? Date.now
  const kept = options.stateFile === undefined ? undefined : await readStateFile(options.stateFile)
  const initialSwitches = Switches.parse({ ...defaultSwitches, ...options.switches })
  const state = kept ?? seedState(machineNow(), initialSwitches, options.oauthClient)
  if (kept !== undefined && options.oauthClient) addClient(state, machineNow(), options.oauthClient)
  if (kept !== undefined) state.switches = Switches.parse({ ...state.switches, ...options.switches })

  let unsaved = true
  const saver = createSaver(options.stateFile, () => state)
  const saved = async (): Promise<void> => {
    if (!unsaved) return
    unsaved = false
    try {
      await saver.save()
    } catch (error) {
      unsaved = true
      throw error
    }
  }
  const now = () => machineNow() + state.clockOffsetMs
  const world: World = {
    state,
    initialSwitches,
    faults: createFaults(),
    log: createRequestLog(
      (piece) => state.accessTokens.has(piece) || state.refreshTokens.has(piece) || state.grants.has(piece),
    ),
    rateLimits: options.rateLimits === 'off' ? noRateLimits : createRateLimits(now),
    keptAnswers: new Map(),
    logSessions: new Map(),
    now,
    changed: () => {
      unsaved = true
    },
  }
  await saved()
  const control = createControl(world, saved)
  const server = createSandboxServer({
    world,
    route: createRouter(routes),
    control,
    controlSecret: options.controlSecret,
    latencyMs: options.latencyMs ?? 0,
    saved,
  })
  const host = options.host ?? '127.0.0.1'
  server.listen(options.port ?? 0, host)
  await once(server, 'listening')
  const { port } = z.object({ port: z.number() }).parse(server.address())
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${port}`,
    control,
    async close() {
      if (!server.listening) return
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
      await saved()
    },
  }
}
