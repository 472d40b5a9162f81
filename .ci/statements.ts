import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const door = 'packages/db/src/index.ts'

/** Folders of the database package whose exports open, migrate or tell apart, and are no statements about data. */
const noStatements = /\/(?:engine|migrations)\//

/**
 * Statements of the main door that take no organization: one that cannot name one belongs into `system/`. A statement is
 * an exported function whose first parameter is the database; it takes an organization where another parameter is an
 * `OrgId`, or of a type that always holds one.
 */
export function statements(): string[] {
  const texts = reachableFiles(door).map((file) => readFileSync(file, 'utf8'))
  const tables = tablesByName(texts)
  const holding = [...typesWithOrganization(texts, tables)]
  return exportsOf(door)
    .filter(({ file }) => !noStatements.test(file))
    .flatMap(({ file, names }) =>
      functionsOf(readFileSync(file, 'utf8'))
        .filter(({ name }) => names === 'all' || names.has(name))
        .filter(({ parameters }) => /^\s*\w+: (?:Queryable|Kysely|Database)\b/.test(parameters))
        .filter(({ parameters }) => !holding.some((type) => holds(ofTables(parameters, tables), type)))
        .map(({ name }) => `${file}: ${name} takes no OrgId: give it one, or move it into packages/db/src/system`),
    )
}

interface Exported {
  file: string
  names: Set<string> | 'all'
}

/** What a file of exports passes on: whole files, or names of them. */
function exportsOf(index: string): Exported[] {
  const text = readFileSync(index, 'utf8')
  return [...text.matchAll(/export (?:\*|(?:type )?\{([^}]*)\}) from '(\.[^']+)'/g)].map(([, names, path = '']) => ({
    file: join(dirname(index), path),
    names: names === undefined ? 'all' : new Set(names.split(',').map((name) => name.replace('type ', '').trim())),
  }))
}

function reachableFiles(file: string, seen = new Set<string>()): string[] {
  if (seen.has(file)) return []
  seen.add(file)
  for (const [, path = ''] of readFileSync(file, 'utf8').matchAll(/from '(\.[^']+)'/g)) {
    reachableFiles(join(dirname(file), path), seen)
  }
  return [...seen]
}

/** Whether the text of parameters names the type, whole or with its organization among what is picked of it. */
function holds(text: string, type: string): boolean {
  // What is optional, or may be null, is not always there.
  const always = text.replace(/\w+\?: [^,;}\n]*/g, '').replace(/\b\w+ \| (?:null|undefined)\b/g, '')
  const picked = [...always.matchAll(/Pick<\s*(\w+),\s*([^>]*)>/g)]
  const whole = picked.reduce((rest, [all]) => rest.replace(all, ''), always)
  const named = new RegExp(`\\b${type}\\b`)
  return named.test(whole) || picked.some(([, name, keys]) => name === type && /'(?:orgId|org_id)'/.test(`${keys}`))
}

/** Which interface describes the rows of a table. */
function tablesByName(texts: string[]): Map<string, string> {
  const lines = texts.flatMap((text) => [...text.matchAll(/^ {2}'?([\w.]+)'?: (\w+Table)$/gm)])
  return new Map(lines.map(([, name = '', row = '']) => [name, row]))
}

/** The text with the interfaces of rows in the place of `Tables['…']`. */
function ofTables(text: string, tables: Map<string, string>): string {
  return text.replace(/Tables\['([\w.]+)'\]/g, (_all, name) => tables.get(name) ?? 'unknown')
}

/** `OrgId`, and the named types that always hold one: in a field of their own, or by a type that does. */
function typesWithOrganization(texts: string[], tables: Map<string, string>): Set<string> {
  const declared = texts.flatMap((text) => [
    ...text.matchAll(/^(?:export )?(?:interface|type) (\w+)([\s\S]*?)\n(?=[^\s}]|$(?![\s\S]))/gm),
  ])
  const known = new Set(['OrgId'])
  for (let before = 0; before !== known.size; ) {
    before = known.size
    for (const [, name = '', body = ''] of declared) {
      const holder = name !== 'Tables' && !body.includes('=>')
      if (holder && [...known].some((type) => holds(ofTables(body, tables), type))) known.add(name)
    }
  }
  return known
}

interface Function {
  name: string
  parameters: string
}

/** The exported functions of a file, with the text between their brackets. */
function functionsOf(text: string): Function[] {
  const heads = text.matchAll(/^export (?:async )?(?:function (\w+)|const (\w+)[^=\n]*= (?:async )?(?=[(<]))/gm)
  return [...heads].map(({ 0: head, 1: named, 2: assigned, index }) => {
    const start = text.indexOf('(', index + head.length)
    let depth = 0
    for (let at = start; at < text.length; at += 1) {
      if (text[at] === '(') depth += 1
      if (text[at] === ')') depth -= 1
      if (depth === 0) return { name: named ?? assigned ?? '', parameters: text.slice(start + 1, at) }
    }
    return { name: named ?? assigned ?? '', parameters: '' }
  })
}
