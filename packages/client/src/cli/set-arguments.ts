import { parseArgs } from 'node:util'
import { Failed } from './failed.ts'

/** Which sync is meant: by its id, or by its name, which a project makes narrower. */
export interface WantedSync {
  readonly sync: string
  readonly projectId: string | undefined
}

/** Where a config set is. */
export interface Place {
  readonly projectId: string
  readonly environment: string
  readonly secretPath: string
}

/** What is asked for about config sets and their syncs. */
export type SetsAsked =
  | {
      readonly verb: 'plan' | 'apply' | 'undo'
      readonly wanted: WantedSync
      readonly planId?: string
      /** Whether keys in conflict are left as they are. */
      readonly skipConflicts: boolean
      readonly json: boolean
    }
  | {
      readonly verb: 'approve'
      readonly wanted: WantedSync
      readonly planId: string
      /** That of the plan as it was seen. */
      readonly hash: string
      readonly json: boolean
    }
  | {
      readonly verb: 'drift'
      readonly wanted: WantedSync
      /** What is planned for what was found, if anything. */
      readonly remedy: 'takeIn' | 'putBack' | undefined
      readonly json: boolean
    }
  | {
      readonly verb: 'import'
      readonly place: Place
      readonly dialect: string | undefined
      readonly dryRun: boolean
      readonly file: string
      readonly json: boolean
    }
  | {
      readonly verb: 'export'
      readonly place: Place
      readonly dialect: string | undefined
      readonly output: string | undefined
      readonly show: boolean
    }

/** A failure of these commands: 2 says that there are changes. */
export const failedCode = 1

const options = {
  project: { type: 'string' },
  plan: { type: 'string' },
  hash: { type: 'string' },
  environment: { type: 'string' },
  path: { type: 'string' },
  dialect: { type: 'string' },
  output: { type: 'string' },
  json: { type: 'boolean' },
  show: { type: 'boolean' },
  'dry-run': { type: 'boolean' },
  'skip-conflicts': { type: 'boolean' },
  'take-in': { type: 'boolean' },
  'put-back': { type: 'boolean' },
} as const

const verbs = ['plan', 'approve', 'apply', 'undo', 'drift', 'import', 'export'] as const

/** What the arguments ask for; undefined where they are about something else. Throws `Failed`. */
export function readSetArguments([first, ...given]: readonly string[]): SetsAsked | undefined {
  const verb = verbs.find((each) => each === first)
  if (verb === undefined || given.includes('--help') || given.includes('-h')) return undefined
  const { values, positionals } = parsed(given)
  const [name, ...more] = positionals
  const [tooMuch] = verb === 'export' ? positionals : more
  if (tooMuch !== undefined) throw wrong(`${tooMuch} is too much`)
  const json = values.json === true
  if (verb === 'export') {
    return { verb, place: placeIn(values), dialect: values.dialect, output: values.output, show: values.show === true }
  }
  if (verb === 'import') {
    if (name === undefined) throw wrong('Name a file, or - for what comes in')
    return {
      verb,
      place: placeIn(values),
      dialect: values.dialect,
      dryRun: values['dry-run'] === true,
      file: name,
      json,
    }
  }
  if (name === undefined) throw wrong('Name a sync')
  const wanted = { sync: name, projectId: values.project }
  if (verb === 'approve') {
    if (values.plan === undefined || values.hash === undefined) throw wrong('Give --plan and --hash')
    return { verb, wanted, planId: values.plan, hash: values.hash, json }
  }
  if (verb === 'drift') return { verb, wanted, remedy: remedyIn(values), json }
  const planId = values.plan === undefined ? {} : { planId: values.plan }
  if (verb === 'plan' && values.plan !== undefined) throw wrong('--plan is of apply and undo')
  return { verb, wanted, ...planId, skipConflicts: values['skip-conflicts'] === true, json }
}

function remedyIn(values: { 'take-in'?: boolean; 'put-back'?: boolean }): 'takeIn' | 'putBack' | undefined {
  if (values['take-in'] === true && values['put-back'] === true) throw wrong('Give --take-in or --put-back')
  if (values['take-in'] === true) return 'takeIn'
  return values['put-back'] === true ? 'putBack' : undefined
}

function placeIn({ project, environment, path }: { project?: string; environment?: string; path?: string }): Place {
  if (project === undefined || environment === undefined) throw wrong('Give --project and --environment')
  return { projectId: project, environment, secretPath: path ?? '/' }
}

function parsed(given: readonly string[]) {
  try {
    return parseArgs({ args: [...given], options, allowPositionals: true })
  } catch (error) {
    throw wrong(error instanceof Error ? error.message : 'The arguments are not understood')
  }
}

function wrong(sentence: string): Failed {
  return new Failed(`${sentence}. app-connections --help shows how it is used.`, failedCode)
}
