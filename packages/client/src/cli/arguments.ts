import { parseArgs } from 'node:util'
import { exitCodes, Failed } from './failed.ts'

/** Which connection is meant: by its id, or by its name, which a project and an app make narrower. */
export interface Wanted {
  readonly connection: string
  readonly app?: string | undefined
  readonly projectId?: string | undefined
}

/** A command that gets a lease of its own: with what scopes and for how many seconds, where the caller says so. */
export interface Leased {
  readonly verb: 'lease'
  readonly wanted: Wanted
  readonly command: readonly [string, ...string[]]
  readonly scopes: readonly string[] | undefined
  readonly seconds: number | undefined
}

export type Asked =
  | { readonly verb: 'help' }
  | { readonly verb: 'login' }
  | { readonly verb: 'logout' }
  | { readonly verb: 'run'; readonly wanted: Wanted; readonly command: readonly [string, ...string[]] }
  | Leased
  | { readonly verb: 'proxy'; readonly wanted: Wanted; readonly port: number }

const options = {
  app: { type: 'string' },
  project: { type: 'string' },
  connection: { type: 'string' },
  port: { type: 'string' },
  scope: { type: 'string', multiple: true },
  seconds: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const

/** What the arguments ask for. Throws `Failed` for what cannot be understood. */
export function readArguments(given: readonly string[]): Asked {
  const dashes = given.indexOf('--')
  const [own, command] = dashes === -1 ? [given, []] : [given.slice(0, dashes), given.slice(dashes + 1)]
  const { values, positionals } = parsed(own)
  const [verb, ...names] = positionals
  if (values.help === true || verb === 'help' || verb === undefined) return { verb: 'help' }
  if (verb === 'login' || verb === 'logout') {
    const [tooMuch] = [...names, ...command]
    if (tooMuch !== undefined) throw wrong(`${tooMuch} is too much: ${verb} takes no name`)
    return { verb }
  }
  if (verb !== 'run' && verb !== 'proxy' && verb !== 'lease') throw wrong(`There is no command ${verb}`)
  const [connection = values.connection, ...more] = names
  if (connection === undefined) throw wrong('Name a connection')
  const [tooMuch] = values.connection !== undefined && names.length > 0 ? names : more
  if (tooMuch !== undefined) throw wrong(`${tooMuch} is too much: the command to run stands behind --`)
  const wanted = { connection, app: values.app, projectId: values.project }
  if (verb === 'proxy') return { verb, wanted, port: portIn(values.port) }
  const [program, ...rest] = command
  if (program === undefined) throw wrong('Give the command to run behind --')
  const { scope: scopes, seconds } = values
  if (verb === 'lease') return { verb, wanted, command: [program, ...rest], scopes, seconds: secondsIn(seconds) }
  return { verb, wanted, command: [program, ...rest] }
}

function parsed(own: readonly string[]) {
  try {
    return parseArgs({ args: [...own], options, allowPositionals: true })
  } catch (error) {
    throw wrong(error instanceof Error ? error.message : 'The arguments are not understood')
  }
}

function portIn(text: string | undefined): number {
  if (text === undefined) return 0
  const port = Number(text)
  if (!/^\d+$/.test(text) || port > 65_535) throw wrong('A port is a whole number from 0 to 65535')
  return port
}

function secondsIn(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  if (!/^[1-9]\d{0,8}$/.test(text)) throw wrong('Seconds are a whole number')
  return Number(text)
}

function wrong(sentence: string): Failed {
  return new Failed(`${sentence}. app-connections --help shows how it is used.`, exitCodes.usage)
}
