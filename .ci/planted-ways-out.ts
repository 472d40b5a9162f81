import { wayOut } from './way-out.ts'

const file = 'packages/providers/src/planted.ts'

/** Calls that name no agent of their own: each is a file. */
const plants = [
  "const answer = await fetch('https://platform.test')",
  "import { request } from 'undici'\nawait request('https://platform.test', { method: 'GET' })",
  "import { Agent, request } from 'undici'\nawait request(url, { method, headers: {}, dispatcher })",
  "import { request } from 'undici'\nawait request(url, { dispatcher })\nawait request(url)",
  "import { stream } from 'undici'\nawait stream(url, { method }, () => out)",
  "import { pipeline } from 'undici'\npipeline(url, {}, ({ body }) => body)",
  "import { fetch as load } from 'undici'\nawait load(url, { dispatcher })",
  "import { request as ask } from 'undici'\nawait ask(url)",
  "import * as undici from 'undici'\nawait undici.request(url)",
  "import undici from 'undici'\nawait undici.request(url)",
  "const { request } = await import('undici')",
  "import { setGlobalDispatcher } from 'undici'\nsetGlobalDispatcher(agent)",
]

/** What names its own. */
const innocent = [
  "import { request } from 'undici'\nawait request(call.url, {\n  dispatcher: wayOut.dispatcherFor(call.url),\n  method,\n})",
  "import { Agent } from 'undici'\nawait agent.request({ path, method })",
  "import { errors } from 'undici'\nsendStream(wayOut, request)",
  'function request(url: URL) {}\nrequest(url)',
]

/** Where the rule of ways out does not find what was planted for it, or finds what names its agent. */
export function plantedWaysOut(): string[] {
  return [
    ...plants
      .filter((text) => wayOut(file, text).length === 0)
      .map((text) => `.ci/way-out.ts lets this stand: ${text}`),
    ...innocent.flatMap((text) => wayOut(file, text)).map((problem) => `.ci/way-out.ts refuses too much: ${problem}`),
  ]
}
