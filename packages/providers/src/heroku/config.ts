import * as z from 'zod'
import { unusableAnswer } from '../answer.ts'
import type { ConfigRelease, ConfigRules, ConfigSession, ConfigValue } from '../config-contract.ts'
import type { HerokuClient } from './client.ts'

/**
 * Letters, digits and `_`, not starting with two `_`, and none of the platform's own (Dev Center, "Config Vars"). 64 kB in
 * all are the limit; what earlier copies of the same page said is warned of.
 */
export const configRules: ConfigRules = {
  takes: (key) => /^(?!__)(?!HEROKU_)\w+$/.test(key),
  bytes: { warn: 32 * 1_024, most: 64 * 1_024 },
}

const release = z.object({
  version: z.int(),
  status: z.string(),
  description: z.string().max(1_000).catch(''),
  user: z.object({ email: z.string().max(256) }).nullish(),
  created_at: z.string().max(64).nullable().catch(null),
})

/** A config var as `config-vars-settings` has it. A masked one has no value. */
const setting = z.object({
  key: z.string(),
  value: z.string().nullable(),
  attachment: z.object({ id: z.string().optional() }).nullish(),
})
const plainValues = z.record(z.string(), z.string().nullable())
const addOn = z.object({ config_vars: z.array(z.string()).catch([]) })

interface Call {
  readonly token: string
  readonly deadline: AbortSignal
  readonly ofResource: true
}

/** The config vars of apps. Whether Heroku has their settings, a prototype, is remembered once it was asked. */
export function createHerokuConfig(client: HerokuClient): (token: string) => ConfigSession {
  let hasSettings = true

  /** The config vars, unless they are as they were under the tag. */
  async function changed(app: string, tag: string | null, call: Call) {
    const settings = hasSettings
      ? await client.findChanged(`${app}/config-vars-settings`, z.array(setting), {
          ...call,
          known: tag,
          variant: 'sdk',
        })
      : undefined
    if (settings !== undefined) {
      return settings.body === undefined
        ? null
        : { tag: settings.tag, values: await withOwners(app, settings.body, call) }
    }
    // A 404 also means that the app is gone: the plain values tell.
    const plain = await client.getChanged(`${app}/config-vars`, plainValues, { ...call, known: tag })
    hasSettings = false
    if (plain.body === undefined) return null
    const told = Object.entries(plain.body).map(([key, value]) => ({ key, value, attachment: undefined }))
    return { tag: plain.tag, values: await withOwners(app, told, call) }
  }

  async function withOwners(
    app: string,
    told: readonly z.output<typeof setting>[],
    call: Call,
  ): Promise<ConfigValue[]> {
    const silent = told.some(({ attachment }) => attachment === undefined)
    const attached = silent ? await client.list(`${app}/addons`, addOn, call) : []
    const owned = new Set(attached.flatMap((each) => each.config_vars))
    return told.map(({ key, value, attachment }) => ({ key, value, attached: attachment != null || owned.has(key) }))
  }

  async function newest(app: string, most: number, call: Call): Promise<ConfigRelease[]> {
    const range = `version ..; order=desc,max=${most}`
    const { body } = await client.get(`${app}/releases`, z.array(release).max(1_000), { ...call, range })
    return body.map(({ version, description, user, status, created_at: at }) => ({
      ...{ version, description, by: user?.email ?? null, at, status: statuses[status] ?? 'failed' },
      keys: keysNamedIn(description),
    }))
  }

  async function latest(app: string, call: Call): Promise<ConfigRelease> {
    const [found] = await newest(app, 1, call)
    if (found === undefined) throw unusableAnswer('Heroku', `GET ${app}/releases: no release`)
    return found
  }

  return (token) => {
    const callBy = (deadline: AbortSignal): Call => ({ token, deadline, ofResource: true })
    return {
      async read(resource, deadline) {
        const [app, call] = [pathOf(resource), callBy(deadline)]
        const found = await latest(app, call)
        return { release: found, values: (await changed(app, null, call))?.values ?? [] }
      },
      look: (resource, tag, deadline) => changed(pathOf(resource), tag, callBy(deadline)),
      async releasesAfter(resource, version, deadline) {
        const found = await newest(pathOf(resource), mostTold, callBy(deadline))
        return found.filter((each) => each.version > version)
      },
      release: (resource, deadline) => latest(pathOf(resource), callBy(deadline)),
      patch: (resource, changes, deadline) =>
        client.patch(`${pathOf(resource)}/config-vars`, changes, callBy(deadline)),
    }
  }
}

/** How many releases are told of at most. */
const mostTold = 20

/** The keys that a release says it has set or removed: "Set A, B; Remove C config vars". */
function keysNamedIn(description: string): string[] {
  const named = /^(?<changes>.+) config vars$/.exec(description)?.groups?.changes ?? ''
  return named.split('; ').flatMap((change) => change.replace(/^(?:Set|Remove) /, '').split(', '))
}

const statuses: Readonly<Record<string, ConfigRelease['status']>> = { pending: 'pending', succeeded: 'succeeded' }

function pathOf(resource: string): string {
  return `/apps/${encodeURIComponent(resource)}`
}
