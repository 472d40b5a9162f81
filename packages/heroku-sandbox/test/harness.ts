import { afterAll, beforeAll, beforeEach } from 'vitest'
import { type Sandbox, type SandboxOptions, type Scope, startSandbox } from '../src/index.ts'

export const accept = 'application/vnd.heroku+json; version=3'

export type CallOptions = {
  token?: string | undefined
  body?: unknown
  headers?: Record<string, string>
  form?: Record<string, string>
}

type Reply = Awaited<ReturnType<typeof send>>

/** One request to a sandbox, as a plain HTTP client sends it. */
export async function send(url: string, method: string, path: string, options: CallOptions = {}) {
  const { token, body, form } = options
  const payload = form ? new URLSearchParams(form).toString() : body === undefined ? undefined : JSON.stringify(body)
  const response = await fetch(url + path, {
    method,
    redirect: 'manual',
    headers: {
      accept,
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(payload === undefined
        ? {}
        : { 'content-type': form ? 'application/x-www-form-urlencoded' : 'application/json' }),
      ...options.headers,
    },
    ...(payload === undefined ? {} : { body: payload }),
  })
  const text = await response.text()
  const isJson = response.headers.get('content-type')?.startsWith('application/json') && text !== ''
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : undefined, text }
}

export type Bench = {
  sandbox: Sandbox
  call: (method: string, path: string, options?: CallOptions) => Promise<Reply>
  mint: (scope?: Scope[], expiresIn?: number) => Promise<string>
  grace: () => Promise<string>
}

/** A sandbox for one test file, reset before every test. `call` uses a token of the first account by default. */
export function useSandbox(options: SandboxOptions = {}): Bench {
  const held: { sandbox?: Sandbox; token: string } = { token: '' }
  const sandbox = (): Sandbox => {
    if (held.sandbox === undefined) throw new Error('The sandbox is not running yet.')
    return held.sandbox
  }
  beforeAll(async () => {
    // A clock that stands still unless a test moves it makes every lifetime exact.
    held.sandbox = await startSandbox({ now: () => Date.UTC(2026, 0, 1), ...options })
  })
  beforeEach(async () => {
    await sandbox().control.reset()
    held.token = (await sandbox().control.mintToken()).token
  })
  afterAll(() => held.sandbox?.close())
  return {
    get sandbox() {
      return sandbox()
    },
    call: (method, path, extra = {}) => send(sandbox().url, method, path, { token: held.token, ...extra }),
    mint: async (scope = ['global'], expiresIn) =>
      (await sandbox().control.mintToken({ scope, ...(expiresIn ? { expiresIn } : {}) })).token,
    grace: async () => (await sandbox().control.mintToken({ account: 'grace@example.com' })).token,
  }
}
