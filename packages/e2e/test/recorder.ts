import type { Place } from './secret-search.ts'

export interface Recorder {
  /** Sends like the platform's `fetch` and keeps the answer. */
  readonly fetch: typeof fetch
  /** Every answer so far: status, headers and body as one text each. */
  readonly answers: readonly Place[]
}

/** Keeps every answer of a server, whoever asked. An answer that never came (a reset, an abort) leaves nothing. */
export function createRecorder(): Recorder {
  const answers: Place[] = []
  return {
    answers,
    async fetch(input, init) {
      const answer = await fetch(input, init)
      const body = Buffer.from(await answer.clone().arrayBuffer())
      const head = [...answer.headers].map(([name, value]) => `${name}: ${value}`).join('\n')
      answers.push({
        name: `answer ${answers.length + 1}: ${answer.status}`,
        bytes: Buffer.concat([Buffer.from(`${answer.status} ${answer.statusText}\n${head}\n\n`), body]),
      })
      return answer
    },
  }
}
