import type { Leased } from './arguments.ts'
import { secretVariables, type Variables } from './caller.ts'
import { type Ended, passedOn, runCommand } from './command.ts'
import { findConnection, saidBy } from './connection.ts'
import { Failed } from './failed.ts'
import { jsonOf, Refused } from './json.ts'
import type { Service } from './service.ts'

interface Around {
  readonly variables: Variables
  readonly say: (sentence: string) => void
}

/** A lease that was opened: where it is ended, until when it lasts, and how a command gets it. */
interface Opened {
  readonly path: string
  readonly expiresAt: string
  readonly variable: string
  readonly token: string
}

const silentMs = 30_000

/**
 * Opens a lease for one command, gives it that in its environment, and ends it after: also where the command or this
 * program is ended by a signal. Throws `Failed`.
 */
export async function runLeased(service: Service, asked: Leased, { variables, say }: Around): Promise<Ended> {
  const { id, app } = await findConnection(service, asked.wanted)
  const path = `/api/v1/app-connections/${encodeURIComponent(app)}/${encodeURIComponent(id)}/leases`
  const signals = holdSignals()
  try {
    const opened = await open(service, path, asked)
    try {
      const early = signals.first()
      if (early !== undefined) return { signal: early }
      const kept = Object.entries(variables).filter(([name]) => !secretVariables.includes(name))
      const env = Object.fromEntries(kept.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])))
      return await runCommand(asked.command, { ...env, [opened.variable]: opened.token })
    } finally {
      await end(service, opened, say)
    }
  } finally {
    signals.release()
  }
}

async function open(service: Service, path: string, { scopes, seconds }: Leased): Promise<Opened> {
  const given = { ...(scopes === undefined ? {} : { scopes }), ...(seconds === undefined ? {} : { seconds }) }
  const headers = { 'content-type': 'application/json' }
  const body = Buffer.from(JSON.stringify(given))
  const call = { method: 'POST', path, headers, body, silentMs }
  const { lease, token } = await saidBy(service, async () => jsonOf(await service.send(call)))
  const { id, expiresAt, variable } = typeof lease === 'object' && lease !== null ? { ...noLease, ...lease } : noLease
  if (typeof token !== 'string' || id === '' || !/^[A-Z][A-Z0-9_]*$/.test(variable)) {
    throw new Failed(`${service.url} answered with no lease.`)
  }
  return { path: `${path}/${encodeURIComponent(id)}`, expiresAt, variable, token }
}

const noLease = { id: '', expiresAt: '', variable: '' }

/** Ends a lease; one that has ended already is fine. Where that fails, the service ends it at its time. */
async function end(service: Service, { path, expiresAt }: Opened, say: Around['say']): Promise<void> {
  try {
    await saidBy(service, async () => {
      await jsonOf(await service.send({ method: 'DELETE', path, silentMs })).catch((error: unknown) => {
        if (!(error instanceof Refused) || error.code !== 'leaseEnded') throw error
      })
    })
  } catch (error) {
    if (!(error instanceof Failed)) throw error
    say(`${error.message} The lease could not be ended now: it ends by itself at ${expiresAt}.`)
  }
}

/** Keeps this program alive through signals, so that a lease is ended first. */
function holdSignals() {
  let first: NodeJS.Signals | undefined
  const note = (signal: NodeJS.Signals) => {
    first ??= signal
  }
  for (const signal of passedOn) process.on(signal, note)
  return {
    first: () => first,
    release() {
      for (const signal of passedOn) process.off(signal, note)
    },
  }
}
