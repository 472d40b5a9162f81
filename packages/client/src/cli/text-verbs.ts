import { readFile, writeFile } from 'node:fs/promises'
import { text } from 'node:stream/consumers'
import type { Ended } from './command.ts'
import { Failed } from './failed.ts'
import { callProcedure, fieldOf, listOf } from './procedure.ts'
import type { Service } from './service.ts'
import { failedCode, type SetsAsked } from './set-arguments.ts'

/** What these commands have of their process. */
export interface TextPlace {
  readonly write: (text: string) => void
  readonly say: (sentence: string) => void
  /** Whether what is written stands on a screen. */
  readonly screen: boolean
}

/** Stores the keys of a text, or says what it would store; then 2 says that there are changes. */
export async function importText(
  service: Service,
  { place, dialect, dryRun, file, json }: Extract<SetsAsked, { verb: 'import' }>,
  { write }: TextPlace,
): Promise<Ended> {
  const content = file === '-' ? await text(process.stdin) : await readFile(file, 'utf8').catch(unread)
  const input = { ...place, content, dryRun, ...(dialect === undefined ? {} : { dialect }) }
  const answer = await callProcedure(service, { path: 'secrets.import', writes: true, input })
  const secrets = listOf(answer, 'secrets')
  const lines = [
    ...secrets.map(
      (each) => `  ${fieldOf(each, 'secretKey')}  (${fieldOf(each, 'change')}, line ${fieldOf(each, 'line')})`,
    ),
    ...listOf(answer, 'omitted').map(
      (each) =>
        `  ${fieldOf(each, 'secretKey')}  (left out, line ${fieldOf(each, 'line')}: ${fieldOf(each, 'remark')})`,
    ),
    `Read as ${fieldOf(answer, 'dialect')}. ${dryRun ? 'Nothing was stored.' : 'Stored.'}`,
  ]
  write(json ? `${JSON.stringify(answer)}\n` : `${lines.join('\n')}\n`)
  return { code: dryRun && secrets.some((each) => fieldOf(each, 'change') !== 'keep') ? 2 : 0 }
}

/** Writes a set as a text: into a file that nobody else may read, or out; on a screen only where that is asked for. */
export async function exportText(
  service: Service,
  { place, dialect, output, show }: Extract<SetsAsked, { verb: 'export' }>,
  { write, say, screen }: TextPlace,
): Promise<Ended> {
  if (output === undefined && screen && !show) {
    throw new Failed('This would show values on the screen: give --output <file>, or --show to have that.', failedCode)
  }
  const input = { ...place, ...(dialect === undefined ? {} : { dialect }) }
  const answer = await callProcedure(service, { path: 'secrets.export', writes: false, input })
  const content = `${fieldOf(answer, 'content')}`
  for (const left of listOf(answer, 'omitted')) {
    say(`${fieldOf(left, 'secretKey')} is left out: ${fieldOf(left, 'remark')}`)
  }
  if (output === undefined) write(content)
  else await writeFile(output, content, { mode: 0o600, flag: 'wx' }).catch(unwritten)
  return { code: 0 }
}

function unread(error: unknown): never {
  throw new Failed(`The file cannot be read: ${reasonOf(error)}`, failedCode)
}

function unwritten(error: unknown): never {
  throw new Failed(`The file cannot be written, and none is replaced: ${reasonOf(error)}`, failedCode)
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : `${error}`
}
