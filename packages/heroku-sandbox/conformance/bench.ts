import { createRequire } from 'node:module'
import { after } from 'node:test'
import { type LoggedRequest, type Sandbox, startSandbox } from '../src/index.ts'

/** Loads an installed client, whose types are none of our business. */
export const load = createRequire(import.meta.url)

export type Bench = {
  sandbox: Sandbox
  /** A token of the first account with every right. */
  token: string
  /** What the sandbox saw since the last call of this, as `METHOD /path`, with the rest beside it. */
  seen: () => Promise<(LoggedRequest & { line: string })[]>
}

/** One sandbox for a test file, ended with it. */
export async function openBench(): Promise<Bench> {
  const sandbox = await startSandbox()
  after(() => sandbox.close())
  const { token } = await sandbox.control.mintToken()
  return {
    sandbox,
    token,
    async seen() {
      const log = await sandbox.control.requests()
      await sandbox.control.clearRequests()
      return log.map((entry) => ({ ...entry, line: `${entry.method} ${entry.path}` }))
    },
  }
}

/** Plays the person at the consent page: opens it, allows or denies, and answers the address it leads back to. */
export async function consent(
  authorizeUrl: string,
  decision: 'allow' | 'deny',
  account = 'ada@example.com',
): Promise<string> {
  const page = await fetch(authorizeUrl)
  if (page.status !== 200) throw new Error(`The consent page answered ${page.status}.`)
  const html = await page.text()
  const hidden = [...html.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)">/g)]
  const form = new URLSearchParams(hidden.map(([, name = '', value = '']): [string, string] => [name, value]))
  form.set('account', account)
  form.set('decision', decision)
  const answer = await fetch(new URL('/oauth/authorize', authorizeUrl), {
    method: 'POST',
    body: form,
    redirect: 'manual',
  })
  return answer.headers.get('location') ?? ''
}
