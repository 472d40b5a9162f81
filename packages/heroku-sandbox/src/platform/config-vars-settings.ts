import * as z from 'zod'
import { invalidParams, noSuchRoute } from '../errors.ts'
import { type Call, parseBody, type Route } from '../routes.ts'
import type { App } from '../state.ts'
import { iso } from '../world.ts'
import { appKey, changeConfig, configApp, parseChanges, visible } from './config-vars.ts'

const Settings = z.object({
  config: z.array(
    z.object({ key: z.string(), value: z.string().nullable().optional(), masked: z.boolean().optional() }),
  ),
})

/** Config vars with what Heroku knows of each (schema: config-vars-settings, a prototype of the variant `3.sdk`). */
function settingBodies(call: Call, app: App) {
  const shown = visible(app, { ...call.world.state.switches, maskedValues: 'null' })
  return Object.entries(shown).map(([key, value]) => {
    const addOn = app.addOns.find(({ keys }) => keys.includes(key))
    return {
      key,
      value,
      masked: app.maskedKeys.includes(key),
      masking_supported: addOn === undefined,
      attachment: addOn === undefined ? null : { id: addOn.id },
      value_updated_at: iso(app.updatedAt),
    }
  })
}

function settingsApp(call: Call): App {
  if (!call.world.state.switches.configVarsSettings || call.variant !== '3.sdk') throw noSuchRoute()
  return configApp(call)
}

export const configVarSettingRoutes: Route[] = [
  {
    method: 'GET',
    path: '/apps/:app/config-vars-settings',
    access: 'config:read',
    handle: (call) => ({ status: 200, body: settingBodies(call, settingsApp(call)) }),
  },
  {
    method: 'PATCH',
    path: '/apps/:app/config-vars-settings',
    access: 'config:write',
    handle(call) {
      const app = settingsApp(call)
      const { config } = parseBody(call, Settings)
      for (const { key, masked } of config) {
        if (masked === false && app.maskedKeys.includes(key)) throw invalidParams(`${key} is masked, and stays so.`)
      }
      const values = config.filter(({ value }) => value !== undefined)
      const changes = parseChanges(Object.fromEntries(values.map(({ key, value }) => [key, value])), appKey)
      const headers = changeConfig(call, app, changes)
      const masked = config.filter((each) => each.masked === true).map(({ key }) => key)
      app.maskedKeys = [...new Set([...app.maskedKeys, ...masked])]
      call.world.changed()
      return { status: 200, body: settingBodies(call, app), headers }
    },
  },
]
