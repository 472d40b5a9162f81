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

  async function values(app: string, call: Call): Promise<ConfigValue[]> {
    const settings = hasSettings
      ? await client.find(`${app}/config-vars-settings`, z.array(setting), { ...call, variant: 'sdk' })
      : undefined
    // A 404 also means that the app is gone: the plain values tell.
    const plain = settings === undefined ? (await client.get(`${app}/config-vars`, plainValues, call)).body : undefined
    if (plain !== undefined) hasSettings = false
    const told = settings ?? Object.entries(plain ?? {}).map(([key, value]) => ({ key, value, attachment: undefined }))
    const silent = told.some(({ attachment }) => attachment === undefined)
    const attached = silent ? await client.list(`${app}/addons`, addOn, call) : []
    const owned = new Set(attached.flatMap((each) => each.config_vars))
    return told.map(({ key, value, attachment }) => ({ key, value, attached: attachment != null || owned.has(key) }))
  }

  async function latest(app: string, call: Call): Promise<ConfigRelease> {
    const { body } = await client.get(`${app}/releases`, z.array(release).max(1_000), {
      ...call,
      range: 'version ..; order=desc,max=1',
    })
    const [newest] = body
    if (newest === undefined) throw unusableAnswer('Heroku', `GET ${app}/releases: no release`)
    const { version, description, user, status } = newest
    return { version, description, by: user?.email ?? null, status: statuses[status] ?? 'failed' }
  }

  return (token) => {
    const callBy = (deadline: AbortSignal): Call => ({ token, deadline, ofResource: true })
    return {
      async read(resource, deadline) {
        const [app, call] = [pathOf(resource), callBy(deadline)]
        const newest = await latest(app, call)
        return { release: newest, values: await values(app, call) }
      },
      release: (resource, deadline) => latest(pathOf(resource), callBy(deadline)),
      patch: (resource, changes, deadline) =>
        client.patch(`${pathOf(resource)}/config-vars`, changes, callBy(deadline)),
    }
  }
}

const statuses: Readonly<Record<string, ConfigRelease['status']>> = { pending: 'pending', succeeded: 'succeeded' }

function pathOf(resource: string): string {
  return `/apps/${encodeURIComponent(resource)}`
}
