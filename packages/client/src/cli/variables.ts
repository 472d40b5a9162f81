import { secretVariables, type Variables } from './caller.ts'
import type { Forwarder } from './forwarder.ts'
import type { Tool } from './tool.ts'

/** Where programs keep what belongs to their user, besides HOME (XDG Base Directory Specification). */
const places = ['XDG_CACHE_HOME', 'XDG_CONFIG_HOME', 'XDG_DATA_HOME', 'XDG_STATE_HOME']

/** The variables that lead a platform's programs to a forwarder, past any proxy. */
export function leading({ place, key }: Forwarder, tool: Tool, given: Variables): Record<string, string> {
  const direct = ['127.0.0.1', 'localhost']
  const all = (text: string | undefined) => [...(text ? [text] : []), ...direct].join(',')
  return {
    ...tool.variables(place, key),
    NO_PROXY: all(given.NO_PROXY ?? given.no_proxy),
    no_proxy: all(given.no_proxy ?? given.NO_PROXY),
  }
}

/** The variables of a command that is run: those given, led to the forwarder, with a HOME of its own and no secret of ours. */
export function variablesOf(forwarder: Forwarder, tool: Tool, given: Variables, home: string): Record<string, string> {
  const dropped = new Set([...secretVariables, ...tool.removed, ...places])
  const kept = Object.entries(given).flatMap(([name, value]) =>
    value === undefined || dropped.has(name) ? [] : [[name, value] as const],
  )
  return { ...Object.fromEntries(kept), ...leading(forwarder, tool, given), HOME: home, USERPROFILE: home }
}
