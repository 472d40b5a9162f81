import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

export interface CurlAnswer {
  readonly status: number
  readonly body: unknown
}

const run = promisify(execFile)

/** Whether this machine has curl. */
export async function hasCurl(): Promise<boolean> {
  try {
    await run('curl', ['--version'])
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false
    throw error
  }
}

/** Runs a curl command as a shell would, by curl itself or, where there is none, by `fetch` with the same words. */
export async function sendCurl(command: string, by: 'curl' | 'fetch'): Promise<CurlAnswer> {
  if (by === 'fetch') return sendWords(wordsOf(command))
  const { stdout } = await run('sh', ['-c', `${command.trim()} --silent --show-error --write-out '\\n%{http_code}'`])
  const end = stdout.lastIndexOf('\n')
  return { status: Number(stdout.slice(end + 1)), body: JSON.parse(stdout.slice(0, end)) }
}

async function sendWords([program, ...words]: string[]): Promise<CurlAnswer> {
  if (program !== 'curl') throw new Error(`not a curl command: ${program}`)
  let url = ''
  let method = 'GET'
  let body: string | null = null
  const headers = new Headers()
  while (words.length > 0) {
    const word = words.shift() ?? ''
    if (!word.startsWith('-')) {
      url = word
      continue
    }
    const value = words.shift() ?? ''
    if (['--url'].includes(word)) url = value
    else if (['-X', '--request'].includes(word)) method = value
    else if (['-d', '--data'].includes(word)) body = value
    else if (['-H', '--header'].includes(word)) headers.set(...headerOf(value))
    else throw new Error(`not an option this understands: ${word}`)
  }
  const answer = await fetch(url, { method, headers, body })
  return { status: answer.status, body: await answer.json() }
}

function headerOf(line: string): [string, string] {
  const colon = line.indexOf(':')
  return [line.slice(0, colon), line.slice(colon + 1).trim()]
}

/** Words as a shell cuts them, as far as such commands go: blanks, single quotes, and line ends after a backslash. */
function wordsOf(command: string): string[] {
  return [...command.replaceAll('\\\n', ' ').matchAll(/'([^']*)'|(\S+)/g)].map(
    ([, quoted, bare]) => quoted ?? bare ?? '',
  )
}
