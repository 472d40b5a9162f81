/** A key with its value, and the line that it begins on, counted from 1. */
export interface Entry {
  readonly key: string
  readonly value: string
  readonly line: number
}

/** A key that a text names without a value that can be kept. */
export interface Omission {
  readonly key: string
  readonly line: number
  readonly remark: string
}

/** What a text holds. */
export interface Reading {
  readonly entries: readonly Entry[]
  readonly omitted: readonly Omission[]
}

/** One way to write keys and values as text: its reader's rule, and the forms that its reader knows. */
export interface Dialect {
  /** The keys that its reader takes. */
  readonly keys: RegExp
  /** Statements that might give the key this value, the plainest first. Which of them do is found by reading them. */
  readonly forms: (key: string, value: string) => readonly string[]
  /** Texts that could follow a statement and change what it says, where its reader looks beyond the statement. */
  readonly followers?: readonly string[]
  /** Whether a line that begins with # says nothing. */
  readonly comments: boolean
  /** Reads a text whose lines end in LF or CR LF, as its reader does. Throws Unreadable where that one fails or guesses. */
  readonly read: (text: string) => Reading
}

/** A place of a text that cannot be read. It names line and key, never a value. */
export class Unreadable extends Error {
  override readonly name = 'Unreadable'
  readonly line: number
  readonly key: string | undefined

  constructor(why: string, line: number, key?: string) {
    super(why)
    this.line = line
    this.key = key
  }
}

/** Why a value that names others is not read: nothing here replaces names by their values. */
export const refers = 'its value names another variable or a command, which is not replaced: write the value itself'

/** Why a line is not read. */
export const noAssignment = 'it is no assignment'
