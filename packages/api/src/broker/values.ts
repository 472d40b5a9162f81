import type { Readable } from 'node:stream'
import type { ConnectionRow } from '@app-connections/db'
import { writeTarget } from '@app-connections/providers'
import { appName, appSchema } from '@app-connections/schemas'
import * as z from 'zod'
import { type ForwardedAnswer, forward } from '../credentials/forward.ts'
import { answerNotNarrowed, changesUsedUp, keysNotGranted, unusableValues } from '../failures/broker.ts'
import type { MemberContext } from '../procedure/context.ts'
import { jsonOf } from './answer.ts'
import { readJson } from './body.ts'
import { decide, type View } from './decide.ts'
import type { Judged } from './judge.ts'
import { everyKey, type KeySet, noKey } from './keys.ts'
import type { UseRecord } from './record.ts'
import type { Rights } from './rights.ts'
import { isCovered, judgeWrite, type Values } from './values-write.ts'

/** The most that a write of values may be long, in bytes. */
const mostBytes = 1024 * 1024

const flat = z.record(z.string(), z.string().nullable())
const listed = z.looseObject({ config: z.array(z.looseObject({ key: z.string() })) })

/** A write of values as it is sent, and how its answer is shown. */
export interface JudgedValues {
  readonly send: Buffer
  readonly view: View
}

/** A request that may be a write of values. */
export interface ValuesRequest {
  readonly row: ConnectionRow
  readonly judged: Judged
  /** All that the caller has, with grants whose changes of today are used up; `view` is made without them. */
  readonly rights: Rights
  readonly view: View
  readonly record: UseRecord
  readonly signal: AbortSignal
}

/**
 * Judges a write of values by name, of a caller who may not write and read all of them; undefined for anything else. Its
 * answer holds every value of the platform: shown are those that the caller may read, and those just written.
 * Where what is there now must be known and the platform does not say it, that answer is the caller's. Errors: 400 (no
 * such object), 403 (a name outside, and nothing is sent), 502 (what is there now is of another shape).
 */
export async function judgeValues(
  ctx: MemberContext,
  { row, judged, rights, view, record, signal }: ValuesRequest,
  body: Readable | null,
): Promise<JudgedValues | { readonly answered: ForwardedAnswer } | undefined> {
  const { route, resource } = judged
  if (route.answer !== 'values' || !route.changes) return undefined
  const reading = `${route.action.slice(0, route.action.indexOf(':'))}:read`
  const readable = rights.on(reading, resource)?.keys ?? noKey
  const may = { write: view.of === 'values' ? view.keys : everyKey, read: readable }
  if (may.write === everyKey && may.read === everyKey) return undefined
  const write = parse(await readJson(body, mostBytes, unusableValues))
  if (isCovered(may.write, write.values)) return judgedAs(write.json, may.read, write.values)
  const refused = Object.keys(write.values).filter((key) => !may.write.has(key) && !may.read.has(key))
  if (write.form === 'listed' || refused.length > 0) {
    const outside = refused.length > 0 ? refused : Object.keys(write.values).filter((key) => !may.write.has(key))
    throw refusal(outside)
  }
  await record.asking()
  const present = await forward(ctx, { orgId: row.org_id, id: row.id }, { repeatable: true }, (broker) =>
    broker.forward({ method: 'GET', path: writeTarget(judged.target), headers: {}, body: null, signal }),
  )
  record.answered(present.answer)
  if (present.answer.status !== 200) return { answered: present }
  const app = appSchema.parse(row.app)
  const values = flat.safeParse(await jsonOf(present.answer, app))
  // Taken for none, what is there now would be overwritten by who may not see it.
  if (!values.success) throw answerNotNarrowed(appName(app))
  const verdict = judgeWrite(may, write.values, values.data)
  if (!verdict.allowed) throw refusal(verdict.keys)
  return judgedAs(verdict.send, may.read, verdict.send)

  /** What of a refusal another day would allow is one of today's changes. */
  function refusal(keys: readonly string[]) {
    const ever = decide(rights, route, resource)
    return ever.open && covers(ever.view, keys) ? changesUsedUp() : keysNotGranted(route.action, keys)
  }
}

function covers(view: View, names: readonly string[]): boolean {
  if (view.of !== 'values') return true
  const { keys } = view
  return names.every((name) => keys.has(name))
}

function judgedAs(json: unknown, keys: KeySet, written: Values): JudgedValues {
  return { send: Buffer.from(JSON.stringify(json)), view: { of: 'values', keys, written } }
}

interface Write {
  readonly form: 'flat' | 'listed'
  readonly json: unknown
  readonly values: Values
}

function parse(json: unknown): Write {
  const object = flat.safeParse(json)
  if (object.success) return { form: 'flat', json: object.data, values: object.data }
  const list = listed.safeParse(json)
  if (!list.success) throw unusableValues()
  return { form: 'listed', json: list.data, values: Object.fromEntries(list.data.config.map(({ key }) => [key, null])) }
}
