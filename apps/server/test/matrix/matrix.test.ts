import { appRouter } from '@app-connections/api'
import { engines } from '@app-connections/db/testing/engines'
import { isAuditAction } from '@app-connections/schemas'
import { beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import type { Answer } from '../http.ts'
import { oauthVariables } from '../oauth/variables.ts'
import { newConnection } from '../rest-family/connections.ts'
import { callOverTrpc, type Place, type Somebody, useFamily } from '../rest-family/family.ts'
import { dataOf } from '../running-server.ts'
import { connectionCalls } from './calls.ts'
import { type Column, columns, elsewhere, expected, forPeopleAlone, leavesNone, type ScopeName } from './expected.ts'
import { grantCalls } from './grant-calls.ts'
import { leaseCalls } from './lease-calls.ts'
import { managementCalls } from './management-calls.ts'
import { oauthCalls } from './oauth-calls.ts'
import { programCalls } from './program-calls.ts'
import { rotationCalls } from './rotation-calls.ts'
import { secretCalls } from './secret-calls.ts'
import { sessionCalls } from './session-calls.ts'
import { syncCalls } from './sync-calls.ts'
import { webhookCalls } from './webhook-calls.ts'
import type { Cell, World } from './world.ts'

const calls = {
  ...connectionCalls,
  ...grantCalls,
  ...leaseCalls,
  ...managementCalls,
  ...oauthCalls,
  ...rotationCalls,
  ...secretCalls,
  ...programCalls,
  ...sessionCalls,
  ...syncCalls,
  ...webhookCalls,
}

const organizationRoles = { A: 'admin', M: 'member', N: 'no-access' } as const
const projectRoles = { v: 'viewer', m: 'member', a: 'admin' } as const

interface Row {
  readonly name: string
  readonly scope: ScopeName
  readonly statuses: readonly number[]
}

function isScope(word: string): word is ScopeName {
  return ['all', 'org', 'own', 'other', '-'].includes(word)
}

/** The rows of the table. A line that is neither a row nor a heading is a mistake. */
const rows: Row[] = expected.split('\n').flatMap((line) => {
  const [, name = '', scope = '', statuses = ''] = /^ {2}(\S.*?) {2,}(\S+) +((?:\d{3} *)+)$/.exec(line) ?? []
  if (name === '') {
    if (/\d{3}/.test(line)) throw new Error(`not a row: ${line}`)
    return []
  }
  const numbers = statuses.trim().split(/ +/).map(Number)
  if (numbers.length !== columns.length || !isScope(scope)) throw new Error(`not a row: ${line}`)
  return [{ name, scope, statuses: numbers }]
})

// The policy does not depend on the engine: one engine runs every cell, the other each fourth, unless all are asked
// for.
const isTried = (engine: string, row: number, column: number) =>
  engine === 'PostgreSQL' || engines.length === 1 || process.env.SOAK === 'on' || (row + column) % 4 === 0

const made = new Set<string>()
/** The events of the first successful call of each procedure. */
const left = new Map<string, string[]>()
let cells = 0

describe.each(engines)('who may do what, on %s with the sandbox', (engine) => {
  const family = useFamily(engine, async (sandbox) => ({
    ...(await oauthVariables(sandbox)),
    WEBHOOK_ALLOW_HTTP: 'on',
    WEBHOOK_ALLOW_CIDRS: '127.0.0.0/8',
  }))
  let world: World
  const callers = new Map<Column, { machine: Somebody; person: Somebody }>()
  beforeAll(async () => {
    const organization = await family().organization()
    const maker = await organization.machine({ organization: 'admin', project: 'admin' })
    const connect = async (name: string, more = {}) => {
      const { id } = await newConnection(family(), name, more, { as: maker })
      return { id, name }
    }
    const { projectId, otherProjectId } = organization
    const org = await connect('main')
    const own = await connect('main', { projectId })
    const other = await connect('secret', { projectId })
    // Nobody is in the other project, so no call could have made it there.
    await family().query('update connections set project_id = $1 where id = $2', [otherProjectId, other.id])
    // Nothing listens there, so a test message cannot be delivered.
    const webhook = await family().trpc('webhooks.create', { url: 'http://127.0.0.1:1/' }, maker)
    const { id: webhookId } = z.object({ id: z.uuid() }).parse(dataOf(webhook))
    world = { family: family(), organization, connections: { org, own, other }, readerId: maker.id, webhookId }
    const stranger = await family().organization()
    for (const column of columns) {
      const place = placeOf(column)
      const home = column === 'X' ? stranger : organization
      callers.set(column, { machine: await home.machine(place), person: await home.person(place) })
    }
  })

  it.each(rows.map((row, number) => [row.name, row.scope, row, number] as const))(
    '%s (%s)',
    async (name, scope, row, number) => {
      const make = calls[name]
      if (make === undefined) throw new Error(`no such call: ${name}`)
      for (const [index, column] of columns.entries()) {
        if (!isTried(engine, number, index)) continue
        const caller = callers.get(column)
        const status = row.statuses[index]
        if (caller === undefined || status === undefined) throw new Error('the table has a hole')
        for (const [transport, somebody, send] of [
          ['REST', caller.machine, overRest],
          ['tRPC', caller.machine, overTrpc],
          ['tRPC', caller.person, overTrpc],
        ] as const) {
          const cell = await make(world, scope, somebody, false)
          // A machine calls REST where there is such a call.
          if (transport === 'tRPC' && somebody.kind === 'machine' && cell.rest !== undefined) continue
          const answer = await send(cell, somebody)
          if (answer === undefined) continue
          made.add(cell.procedure)
          cells += 1
          const wanted = (somebody.kind === 'machine' ? forPeopleAlone[name] : undefined) ?? status
          const title = `${column} ${somebody.kind} over ${transport}`
          expect(answer.status, `${title}: ${answer.text}`).toBe(wanted)
          if (wanted === 200 && !left.has(cell.procedure)) left.set(cell.procedure, await eventsOf(answer))
          if (cell.happened !== undefined) expect(await cell.happened(), title).toBe(wanted === 200)
          if (wanted !== 404 || cell.echoed === undefined) continue
          const unknown = await make(world, scope, somebody, true)
          const other = await send(unknown, somebody)
          expect(stripped(answer, cell), title).toBe(other && stripped(other, unknown))
        }
      }
    },
  )

  it('every procedure is in the table, or named as tested elsewhere', () => {
    const all = [...procedures('query'), ...procedures('mutation')]
    expect([...made, ...elsewhere].sort()).toEqual(all.sort())
    for (const procedure of all) expect(isAuditAction(procedure), procedure).toBe(true)
  })

  it('every change leaves an event of the catalogue, or is named as one that leaves none', () => {
    const changes = procedures('mutation').filter((procedure) => left.has(procedure))
    const silent = changes.filter((procedure) => left.get(procedure)?.length === 0)
    // Where some cells alone are tried, a procedure may have succeeded in none of them.
    const tried = leavesNone.filter((procedure) => engine === 'PostgreSQL' || left.has(procedure))
    expect(silent.sort()).toEqual(tried.sort())
    for (const action of [...left.values()].flat()) expect(isAuditAction(action), action).toBe(true)
  })

  it('prints how many cells were exercised', () => {
    process.stdout.write(
      `permission matrix on ${engine}: ${cells} cells of ${rows.length} rows and ${columns.length} places\n`,
    )
    const wanted = rows.flatMap((_row, number) => columns.filter((_column, index) => isTried(engine, number, index)))
    // Once as a machine and once as a person.
    expect(cells).toBe(wanted.length * 2)
    cells = 0
  })

  async function eventsOf(answer: Answer): Promise<string[]> {
    const rows = await family().query('select action from audit_events where req_id = $1', [
      answer.headers.get('x-request-id'),
    ])
    return rows.map(({ action }) => `${action}`)
  }
  async function overRest({ rest }: Cell, as: Somebody): Promise<Answer | undefined> {
    return rest && family().rest(rest.method, rest.path, { body: rest.body, as })
  }
  async function overTrpc({ procedure, input }: Cell, as: Somebody): Promise<Answer | undefined> {
    return callOverTrpc(family().server, procedure, input, as)
  }
})

/** An answer without its request id and the echoed parts of the input. */
function stripped(answer: Answer, { echoed = [] }: Cell): string {
  let text = answer.text.replaceAll(`${answer.headers.get('x-request-id')}`, '<reqId>')
  for (const piece of echoed) if (piece !== '') text = text.replaceAll(piece, '<echo>')
  return `${answer.status} ${text}`
}

function procedures(type: 'query' | 'mutation'): string[] {
  const nouns: Record<string, Record<string, { _def: { type: string } }>> = appRouter._def.record
  return Object.entries(nouns).flatMap(([noun, verbs]) =>
    Object.entries(verbs).flatMap(([verb, { _def }]) => (_def.type === type ? [`${noun}.${verb}`] : [])),
  )
}

function placeOf(column: Column): Place {
  if (column === 'X') return { organization: 'admin' }
  const [organization, project] = [column[0], column[1]]
  const role = Object.entries(organizationRoles).find(([letter]) => letter === organization)?.[1]
  const own = Object.entries(projectRoles).find(([letter]) => letter === project)?.[1]
  if (role === undefined) throw new Error(`no such column: ${column}`)
  return { organization: role, ...(own === undefined ? {} : { project: own }) }
}

it('the table names no call that cannot be made, and every call has a row', () => {
  expect([...new Set(rows.map(({ name }) => name))].sort()).toEqual(Object.keys(calls).sort())
})
