import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Asked, readArguments } from './arguments.ts'
import { addressIn, machineIn, type Variables } from './caller.ts'
import { type Ended, runCommand } from './command.ts'
import { findConnection, toolOf } from './connection.ts'
import { Failed } from './failed.ts'
import { type Forwarder, openForwarder } from './forwarder.ts'
import { runLeased } from './lease.ts'
import { logIn } from './log-in.ts'
import { loginsOf } from './logins.ts'
import { byLogin, logInAgain, logInPerson, logOutPerson } from './person.ts'
import { createService, type Service } from './service.ts'
import { readSetArguments, type SetsAsked } from './set-arguments.ts'
import { ofSync } from './sync-verbs.ts'
import { exportText, importText } from './text-verbs.ts'
import type { Tool } from './tool.ts'
import { usage } from './usage.ts'
import { leading, variablesOf } from './variables.ts'
import { createWire } from './wire.ts'

/** What the program has of its process. */
export interface Surroundings {
  readonly variables: Variables
  readonly write: (text: string) => void
  readonly say: (sentence: string) => void
  /** Whether what is written stands on a screen. */
  readonly screen: boolean
  /** Resolves when the process is asked to end. */
  readonly asked: () => Promise<void>
}

/** Does what the arguments ask for, and answers how to end. Throws `Failed`. */
export async function runProgram(args: readonly string[], around: Surroundings): Promise<Ended> {
  const ofSets = readSetArguments(args)
  const asked = ofSets === undefined ? readArguments(args) : { verb: 'sets' as const, sets: ofSets }
  if (asked.verb === 'help') {
    around.write(usage)
    return { code: 0 }
  }
  const url = addressIn(around.variables)
  const wire = createWire(url, around.variables)
  const place = { ...around, url, wire, logins: loginsOf(around.variables) }
  if (asked.verb === 'login' || asked.verb === 'logout') {
    await (asked.verb === 'login' ? logInPerson(place) : logOutPerson(place))
    return { code: 0 }
  }
  const machine = machineIn(around.variables)
  const service: Service =
    machine === undefined
      ? createService(url, wire, await byLogin(place), logInAgain)
      : createService(url, wire, logIn(wire, machine))
  if (asked.verb === 'sets') return aboutSets(service, asked.sets, around)
  if (asked.verb === 'lease') return runLeased(service, asked, around)
  const found = await findConnection(service, asked.wanted)
  const tool = toolOf(found)
  if (asked.verb === 'run') {
    const reason = tool.beyond(asked.command)
    if (reason !== undefined) throw new Failed(`${reason}.`)
  }
  const port = asked.verb === 'proxy' ? asked.port : 0
  const forwarder = await openForwarder({ service, tool, connectionId: found.id, port, say: around.say }).catch(
    (error) => {
      throw new Failed(`No port could be opened: ${error instanceof Error ? error.message : error}`)
    },
  )
  try {
    return asked.verb === 'run' ? await run(asked, forwarder, tool, around) : await keepOpen(forwarder, tool, around)
  } finally {
    await forwarder.close()
  }
}

function aboutSets(service: Service, asked: SetsAsked, around: Surroundings): Promise<Ended> {
  if (asked.verb === 'import') return importText(service, asked, around)
  if (asked.verb === 'export') return exportText(service, asked, around)
  return ofSync(service, asked, around.write)
}

async function run(
  { command }: Extract<Asked, { verb: 'run' }>,
  forwarder: Forwarder,
  tool: Tool,
  { variables }: Surroundings,
): Promise<Ended> {
  const home = await mkdtemp(join(tmpdir(), 'app-connections-'))
  try {
    return await runCommand(command, variablesOf(forwarder, tool, variables, home))
  } finally {
    await rm(home, { recursive: true, force: true })
  }
}

/** Prints lines for a shell, and waits. */
async function keepOpen(forwarder: Forwarder, tool: Tool, around: Surroundings): Promise<Ended> {
  const ended = around.asked()
  const lines = Object.entries(leading(forwarder, tool, around.variables))
  around.write(lines.map(([name, value]) => `export ${name}='${value.replaceAll("'", "'\\''")}'\n`).join(''))
  around.say(`Open at ${forwarder.place.origin} until this program ends`)
  await ended
  return { code: 0 }
}
