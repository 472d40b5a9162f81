import { request } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { onTestFinished } from 'vitest'
import { createAuthenticator } from '../src/auth.ts'
import { type Forwarder, openForwarder } from '../src/cli/forwarder.ts'
import { heroku } from '../src/cli/heroku.ts'
import { createService } from '../src/cli/service.ts'
import { createWire } from '../src/cli/wire.ts'
import { type Received, type Sent, serve } from './http-server.ts'

export const connectionId = '01234567-89ab-4cde-8f01-23456789abcd'
export const base = `/api/v1/app-connections/heroku/${connectionId}/proxy`

/** A forwarder for one test, in front of a service that answers as the test says. */
export async function openTo(answer: (request: Received, count: number) => Sent | Promise<Sent>) {
  const service = await serve(answer)
  return { service, ...(await openAt(service.url)) }
}

/** A forwarder for one test in front of the service at an address. */
export async function openAt(url: string): Promise<{ forwarder: Forwarder; said: string[]; ask: typeof ask }> {
  const said: string[] = []
  const forwarder = await openForwarder({
    service: createService(url, createWire(url), createAuthenticator(url, { token: 'of-the-caller' }, fetch)),
    tool: heroku,
    connectionId,
    port: 0,
    say: (sentence) => said.push(sentence),
  })
  onTestFinished(() => forwarder.close())
  const bearer = { authorization: `Bearer ${forwarder.key}` }
  return {
    forwarder,
    said,
    ask: (path, { headers = bearer, ...more } = {}) => ask(path, { ...more, headers, port: forwarder.place.port }),
  }
}

export interface Question {
  method?: string
  headers?: Record<string, string>
  body?: string | Buffer
  port?: number
}

/** One request as it is written, of which nothing is normalised, and its answer. Rejects where it is cut or reset. */
export async function ask(path: string, { method = 'GET', headers = {}, body, port = 0 }: Question = {}) {
  return new Promise<{ status: number; headers: Record<string, unknown>; text: string; json: () => unknown }>(
    (resolve, reject) => {
      const sent = request({ port, host: '127.0.0.1', path, method, headers, agent: false }, (answer) => {
        buffer(answer).then((bytes) => {
          const text = bytes.toString('latin1')
          resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text, json: () => JSON.parse(text) })
        }, reject)
      })
      sent.on('error', reject).end(body)
    },
  )
}
