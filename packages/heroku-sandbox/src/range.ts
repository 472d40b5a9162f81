import { rangeNotSatisfiable } from './errors.ts'
import type { Answer } from './routes.ts'

/** Page size unless asked for, and the most that can be asked for (Platform API reference, "Ranges"). */
const defaultMax = 200
const largestMax = 1000

type Key = string | number
/** The properties a list can be sorted by; values must be unique within the list, or pages would lose rows. */
type Sortable<Row> = Record<string, (row: Row) => Key>

type Range = {
  property: string
  start?: string
  startExclusive: boolean
  end?: string
  descending: boolean
  max: number
}

function parseRange(header: string): Range {
  // <property> [start]..[end][; order=desc,max=10], where a start that begins with "]" is itself left out.
  const [, property, bracket, start, end, options] =
    /^\s*([a-z_]+)\s+(\]?)([^\s;.]*)\.\.([^\s;]*)\s*(?:;\s*(.*))?$/s.exec(header) ?? []
  if (property === undefined) throw rangeNotSatisfiable('The Range header has another form than "id ..; max=200".')
  const range: Range = { property, startExclusive: bracket === ']', descending: false, max: defaultMax }
  if (start) range.start = start
  if (end) range.end = end
  // The CLI writes "version ..; max=15, order=desc" and "id ..; max=1000;".
  for (const option of (options ?? '').split(/[,;]/).map((each) => each.trim())) {
    const [name, value, ...more] = option.split('=').map((each) => each.trim())
    if (option === '') continue
    if (name === 'order' && (value === 'asc' || value === 'desc') && more.length === 0) {
      range.descending = value === 'desc'
    } else if (name === 'max' && /^[0-9]{1,6}$/.test(value ?? '') && more.length === 0) {
      range.max = Number(value)
    } else {
      throw rangeNotSatisfiable('The Range header knows the options order=asc, order=desc and max=<number>.')
    }
  }
  if (range.max < 1 || range.max > largestMax) throw rangeNotSatisfiable(`max must be 1 to ${largestMax}.`)
  return range
}

function bound(text: string, sample: Key | undefined): Key {
  if (typeof sample !== 'number') return text
  if (!/^-?[0-9]{1,15}$/.test(text)) throw rangeNotSatisfiable('This property takes whole numbers.')
  return Number(text)
}

const compare = (a: Key, b: Key): number => (a < b ? -1 : a > b ? 1 : 0)

/**
 * One page of a list: 200 when it ends here, 206 with `Next-Range` when more follows. The first property of `sortable`
 * is the default. `start` and `end` are in the direction of the order.
 */
export function page<Row>(
  rows: readonly Row[],
  header: string | undefined,
  sortable: Sortable<Row>,
  render: (row: Row) => unknown,
  rangeHeaders: boolean,
): Answer {
  const properties = Object.keys(sortable)
  const range = parseRange(header ?? `${properties[0] ?? 'id'} ..`)
  const key = Object.hasOwn(sortable, range.property) ? sortable[range.property] : undefined
  if (key === undefined) throw rangeNotSatisfiable(`Ranges here are over: ${properties.join(', ')}.`)
  const direction = range.descending ? -1 : 1
  const sorted = rows.toSorted((a, b) => direction * compare(key(a), key(b)))
  const sample = sorted[0] === undefined ? undefined : key(sorted[0])
  const start = range.start === undefined ? undefined : bound(range.start, sample)
  const end = range.end === undefined ? undefined : bound(range.end, sample)
  const inside = sorted.filter((row) => {
    const value = key(row)
    const fromStart = start === undefined ? 1 : direction * compare(value, start)
    const toEnd = end === undefined ? -1 : direction * compare(value, end)
    return (range.startExclusive ? fromStart > 0 : fromStart >= 0) && toEnd <= 0
  })
  const shown = inside.slice(0, range.max)
  const headers: Record<string, string> = {}
  const [first] = shown
  const last = shown.at(-1)
  if (rangeHeaders) {
    headers['accept-ranges'] = properties.join(', ')
    if (first !== undefined && last !== undefined)
      headers['content-range'] = `${range.property} ${key(first)}..${key(last)}`
  }
  if (inside.length > shown.length && last !== undefined) {
    const options = `${range.descending ? 'order=desc,' : ''}max=${range.max}`
    headers['next-range'] = `${range.property} ]${key(last)}..${range.end ?? ''}; ${options}`
    return { status: 206, body: shown.map(render), headers }
  }
  return { status: 200, body: shown.map(render), headers }
}
