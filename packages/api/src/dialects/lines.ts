import { type Entry, noAssignment, Unreadable } from './dialect.ts'

/** A text that is read from the front to the end. */
export class Cursor {
  at = 0
  readonly text: string
  #counted = 0
  #line = 1

  constructor(text: string) {
    this.text = text
  }

  /** The present line, counted from 1. */
  get line(): number {
    for (; this.#counted < this.at; this.#counted += 1) if (this.text[this.#counted] === '\n') this.#line += 1
    return this.#line
  }

  /** What a sticky expression finds here; the cursor then stands behind it. */
  take(expression: RegExp): RegExpExecArray | null {
    expression.lastIndex = this.at
    const found = expression.exec(this.text)
    if (found !== null) this.at += found[0].length
    return found
  }
}

/**
 * Reads a text of assignments, skipping blank lines and comments. `head` finds a key and what stands before its value;
 * `value` reads the value, after which only blanks and a comment may follow on the line.
 */
export function assignments(
  text: string,
  head: RegExp,
  value: (cursor: Cursor, entry: Omit<Entry, 'value'>) => string,
): Entry[] {
  const cursor = new Cursor(text)
  const entries: Entry[] = []
  for (;;) {
    cursor.take(/\s*(?:#[^\n]*(?:\n\s*|$))*/y)
    if (cursor.at >= text.length) return entries
    const line = cursor.line
    const key = cursor.take(head)?.[1]
    if (key === undefined) throw new Unreadable(noAssignment, line)
    entries.push({ key, line, value: value(cursor, { key, line }) })
    if (cursor.take(/[^\S\n]*(?:#[^\n]*)?(?:\n|$)/y) === null) {
      throw new Unreadable('something follows its value: put the whole value in quotes', line, key)
    }
  }
}
