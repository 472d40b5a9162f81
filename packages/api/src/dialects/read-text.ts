import type { TextName } from '@app-connections/schemas'
import { namedTwice, textNotRead, textUnclear } from '../failures/secrets.ts'
import { readConfigShell } from './config-shell.ts'
import { type Dialect, type Reading, refers, Unreadable } from './dialect.ts'
import { dialects } from './dialects.ts'
import { readJson } from './json.ts'

/** Those that a text may be in when nobody says which. Docker's and GitHub's take any line for what it is. */
const detected = ['dotenv', 'next', 'shell', 'compose', 'config-shell'] as const satisfies readonly TextName[]

/** What a text is read as, and what it holds. */
export interface NamedReading extends Reading {
  readonly dialect: TextName
}

/**
 * Reads a text in a dialect or, where none is named, in the one that it can only be in: where readers that take it read
 * different things, it is refused. No text is run. Throws 400 naming line and key: what cannot be read, a key that is
 * there twice, a text that is not clear.
 */
export function readText(text: string, name: TextName | undefined): NamedReading {
  requireText(text)
  const reading = name === undefined ? detect(text) : { dialect: name, ...readNamed(name, text) }
  const lines = new Map<string, number>()
  for (const { key, line } of [...reading.entries, ...reading.omitted]) {
    const before = lines.get(key)
    if (before !== undefined) throw namedTwice(key, Math.min(before, line), Math.max(before, line))
    lines.set(key, line)
  }
  return reading
}

/** What a dialect's reader makes of a text; undefined where it does not read it. */
export function readAs(dialect: Pick<Dialect, 'read'>, text: string): Reading | undefined {
  try {
    if (text.includes('\uFFFD')) return undefined
    return dialect.read(text)
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error
    return undefined
  }
}

function readNamed(name: TextName, text: string): Reading {
  try {
    return readerOf(name)(withoutMark(text))
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error
    throw textNotRead(name, error.line, error.key, error.message)
  }
}

function readerOf(name: TextName): Dialect['read'] {
  if (name === 'json') return readJson
  if (name === 'config-shell') return readConfigShell
  return dialects[name].read
}

function detect(text: string): NamedReading {
  if (/^\uFEFF?\s*\{/.test(text)) return { dialect: 'json', ...readNamed('json', text) }
  if (/^[^\s=<]+<<\S+$/m.test(text)) return { dialect: 'github', ...readNamed('github', text) }
  const readings: NamedReading[] = []
  for (const dialect of detected) {
    try {
      readings.push({ dialect, ...readerOf(dialect)(withoutMark(text)) })
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error
      // Another one would store the name of a variable for its value.
      if (error.message === refers) throw textUnclear(error.line, error.key)
    }
  }
  const [first, ...rest] = readings
  if (first === undefined) return { dialect: 'dotenv', ...readNamed('dotenv', text) }
  for (const other of rest) {
    const [one, two] = [all(first), all(other)]
    const at = one.findIndex((entry, index) => JSON.stringify(entry) !== JSON.stringify(two[index]))
    const differs = one[at] ?? two[one.length]
    if (differs !== undefined) throw textUnclear(differs.line, differs.key)
  }
  return first
}

function all({ entries, omitted }: Reading) {
  return [...entries, ...omitted].toSorted((one, other) => one.line - other.line)
}

function withoutMark(text: string): string {
  return text.replace(/^\uFEFF/, '')
}

/** Throws 400 where a text is none: what was decoded from other bytes than UTF-8 has marks for them. */
function requireText(text: string): void {
  const at = text.search(/[\0\uFFFD]/)
  if (at < 0 && text.isWellFormed()) return
  const line = text.slice(0, Math.max(at, 0)).split('\n').length
  throw textNotRead(undefined, line, undefined, 'it holds bytes that are no text: is it a binary file?')
}
