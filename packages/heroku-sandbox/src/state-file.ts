import { randomUUID } from 'node:crypto'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import * as z from 'zod'
import { State } from './state.ts'

const isMissing = z.object({ code: z.literal('ENOENT') })

/** Reads a state file; undefined when there is none; an Error in plain words when it cannot be used. */
export async function readStateFile(path: string): Promise<State | undefined> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    if (isMissing.safeParse(error).success) return undefined
    throw new Error(`The sandbox cannot read its state file ${path}.`, { cause: error })
  }
  try {
    return State.parse(JSON.parse(text))
  } catch (error) {
    // The cause could quote the file, and the file holds tokens: only the kind of error goes on.
    const kind = error instanceof z.ZodError ? 'its contents have another form' : 'it is not valid JSON'
    throw new Error(`The sandbox cannot use its state file ${path}: ${kind}. Move it away to start afresh.`)
  }
}

/** Writes the whole state beside the file, readable by its owner alone, and moves it into place in one step. */
async function writeStateFile(path: string, state: State): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  const draft = `${path}.${randomUUID()}.draft`
  const text = JSON.stringify(state, (_key, value) => (value instanceof Map ? [...value.values()] : value))
  try {
    await writeFile(draft, text, { mode: 0o600, flag: 'wx' })
    await rename(draft, path)
  } catch (error) {
    await rm(draft, { force: true })
    throw error
  }
}

type Saver = {
  /** Resolves once everything changed before the call is in the file. */
  save: () => Promise<void>
}

/** Saves the current state on demand; callers that arrive while a write is under way share the one after it. */
export function createSaver(path: string | undefined, current: () => State): Saver {
  if (path === undefined) return { save: async () => {} }
  let running: Promise<void> | undefined
  let next: Promise<void> | undefined
  const write = (): Promise<void> => {
    running = writeStateFile(path, current()).finally(() => {
      running = undefined
    })
    return running
  }
  return {
    save() {
      if (running === undefined) return write()
      next ??= running
        .catch(() => undefined)
        .then(() => {
          next = undefined
          return write()
        })
      return next
    },
  }
}
