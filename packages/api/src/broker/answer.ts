import { Readable } from 'node:stream'
import { createScrubber, type Scrubber, type StreamAnswer } from '@app-connections/providers'
import { type App, appName } from '@app-connections/schemas'
import { answerNotNarrowed } from '../failures/broker.ts'
import { type Passed, readJson, scrubbed, scrubbedWhole, tagOf, unpacked } from './body.ts'
import type { View } from './decide.ts'
import { answeredHeaders } from './headers.ts'
import { show, UnknownShape } from './view.ts'

/** What a caller gets. */
export interface UseAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[]>>
  readonly body: Readable
}

/** Of which the platform's answer is one thing and what the caller may see another. */
const ofTheWhole = [
  'content-encoding',
  'content-length',
  'etag',
  'content-md5',
  'digest',
  'next-range',
  'content-range',
]

/**
 * An answer as it passes: nothing of it is looked at but the secrets, which are taken out. Errors: 502 where it is packed in a
 * way that cannot be undone.
 */
export function passOn(answer: StreamAnswer, secrets: readonly string[], passed: Passed): UseAnswer {
  return passWithout(answer, secrets, [], passed)
}

/** The same, of an answer that says in its headers what the caller may not see of the whole. Errors: 502. */
export function passNarrowed(answer: StreamAnswer, secrets: readonly string[], passed: Passed): UseAnswer {
  return passWithout(answer, secrets, ofTheWhole, passed)
}

function passWithout(
  answer: StreamAnswer,
  secrets: readonly string[],
  without: readonly string[],
  passed: Passed,
): UseAnswer {
  const { body, wasPacked } = unpacked(answer)
  const packing = wasPacked ? ['content-encoding', 'content-length'] : []
  const scrubber = createScrubber(secrets)
  const headers = headersWithout(answer, scrubber, [...without, ...packing], passed)
  return { status: answer.status, headers, body: scrubbed(body, scrubber, passed, answer.explain) }
}

/** What of a platform's answer is shown, and to whom. */
export interface Narrowing {
  readonly app: App
  readonly view: View
  /** The caller's `If-None-Match`, which is about what they see. */
  readonly ifNoneMatch: string | undefined
  readonly secrets: readonly string[]
}

/**
 * An answer's JSON cut to what a view shows, with an entity tag of its own. Errors: 502 where its shape cannot be cut.
 */
export function narrowed(answer: StreamAnswer, json: unknown, narrowing: Narrowing, passed: Passed): UseAnswer {
  const { app, view, ifNoneMatch, secrets } = narrowing
  const body = wholeOf(shown(view, json, app), secrets, passed)
  const tag = tagOf(body)
  const headers = { ...headersWithout(answer, createScrubber(secrets), ofTheWhole, passed), etag: tag }
  if (ifNoneMatch?.split(',').some((each) => each.trim().replace(/^W\//, '') === tag)) {
    return { status: 304, headers, body: Readable.from([]) }
  }
  return { status: 200, ...asJson(body, headers, passed) }
}

/** An answer in which this service has put another JSON in the place of the platform's. */
export function rewritten(answer: StreamAnswer, json: unknown, secrets: readonly string[], passed: Passed): UseAnswer {
  const headers = headersWithout(answer, createScrubber(secrets), ofTheWhole, passed)
  return { status: answer.status, ...asJson(wholeOf(json, secrets, passed), headers, passed) }
}

function wholeOf(json: unknown, secrets: readonly string[], passed: Passed): Buffer {
  const scrubber = createScrubber(secrets)
  const body = scrubbedWhole(Buffer.from(JSON.stringify(json), 'utf8'), scrubber)
  passed.scrubbed ||= scrubber.found
  return body
}

function asJson(body: Buffer, headers: UseAnswer['headers'], passed: Passed): Pick<UseAnswer, 'headers' | 'body'> {
  passed.bytes += body.length
  const own = { 'content-type': 'application/json', 'content-length': String(body.length) }
  return { headers: { ...headers, ...own }, body: Readable.from([body]) }
}

/** The most that is read at once of an answer that is narrowed, in bytes. */
const mostNarrowed = 8 * 1024 * 1024

/** A platform's answer as JSON. Errors: 502, 504, and the reason of the request's signal. */
export function jsonOf(answer: StreamAnswer, app: App): Promise<unknown> {
  return readJson(unpacked(answer).body, mostNarrowed, () => answerNotNarrowed(appName(app)), answer.explain)
}

/** The granted rows of a list that comes in pages, of which no others are kept. */
export interface GrantedList {
  readonly rows: readonly unknown[]
  /** Adds those of a page. Errors: 502 where its shape cannot be cut, or all kept are longer than is read at once. */
  add(page: unknown): void
}

export function createGrantedList(app: App, view: View, most = mostNarrowed): GrantedList {
  const rows: unknown[] = []
  let size = 0
  return {
    rows,
    add(page) {
      const granted = shown(view, page, app)
      size += Buffer.byteLength(JSON.stringify(granted))
      if (size > most) throw answerNotNarrowed(appName(app))
      rows.push(...(Array.isArray(granted) ? granted : [granted]))
    },
  }
}

function shown(view: View, json: unknown, app: App): unknown {
  try {
    return show(view, json)
  } catch (error) {
    throw error instanceof UnknownShape ? answerNotNarrowed(appName(app)) : error
  }
}

function headersWithout(
  { headers }: StreamAnswer,
  scrubber: Scrubber,
  without: readonly string[],
  passed: Passed,
): Record<string, string | string[]> {
  const kept = Object.entries(answeredHeaders(headers)).filter(([name]) => !without.includes(name))
  const scrub = (text: string) => scrubbedWhole(Buffer.from(text, 'latin1'), scrubber).toString('latin1')
  // Hardly any answer holds one, so all values are looked through at once first. No value holds a line feed.
  const all = kept.flatMap(([, value]) => value).join('\n')
  if (scrub(all) === all) return Object.fromEntries(kept)
  passed.scrubbed = true
  return Object.fromEntries(
    kept.map(([name, value]) => [name, typeof value === 'string' ? scrub(value) : value.map(scrub)] as const),
  )
}
