import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { afterAll, describe, expect, it, onTestFinished } from 'vitest'
import * as z from 'zod'
import { createLookUp } from './look-up.ts'
import { type StreamAnswer, type StreamRequest, sendStream } from './stream.ts'
import { createWayOut } from './way-out.ts'

const wayOut = createWayOut(createLookUp())
afterAll(() => wayOut.close())

/** A server for one test, with a way to ask it. */
async function platform(answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const server = createServer(answer).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  const { port }: AddressInfo = address
  return {
    ask: (request: Partial<StreamRequest>, patience = { headersMs: 5_000, idleMs: 5_000 }) =>
      sendStream(
        wayOut,
        {
          platform: 'Acme',
          method: 'GET',
          origin: `http://127.0.0.1:${port}`,
          path: '/',
          headers: {},
          body: null,
          signal: new AbortController().signal,
          ...request,
        },
        patience,
      ),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

describe('a streamed request', () => {
  it('sends its path as it is, and gives back any status with its headers', async () => {
    await using there = await platform((request, response) => {
      response.writeHead(302, { location: '/elsewhere', 'next-range': 'id x..' }).end(request.url)
    })
    const answer = await there.ask({ path: '/apps/a%7Eb/~x?eq[name]=%41' })
    expect([answer.status, answer.headers.location, answer.headers['next-range']]).toEqual([
      302,
      '/elsewhere',
      'id x..',
    ])
    expect(await text(answer.body)).toBe('/apps/a%7Eb/~x?eq[name]=%41')
  })

  it.each([204, 304])('takes a %i without a body', async (status) => {
    await using there = await platform((_, response) => response.writeHead(status, { etag: '"a"' }).end())
    const answer = await there.ask({})
    expect([answer.status, answer.headers.etag, await text(answer.body)]).toEqual([status, '"a"', ''])
  })

  it('waits with its upload for a platform that does not read, and its memory stays small', async () => {
    let made = 0
    await using there = await platform(async (request, response) => {
      await sleep(300)
      expect(made).toBeLessThan(8 * 1024 * 1024)
      request.resume().once('end', () => response.end('done'))
    })
    const body = Readable.from(
      (function* () {
        for (; made < 64 * 1024 * 1024; made += 65_536) yield Buffer.alloc(65_536)
      })(),
      { objectMode: false },
    )
    expect(await text((await there.ask({ method: 'POST', body })).body)).toBe('done')
    expect(made).toBe(64 * 1024 * 1024)
  })

  it('is timed out where no headers come, and unavailable where the connection breaks before them', async () => {
    await using silent = await platform(() => {})
    await expect(silent.ask({}, { headersMs: 100, idleMs: 100 })).rejects.toMatchObject({ failure: 'timed_out' })
    await using broken = await platform((request) => request.socket.destroy())
    await expect(broken.ask({})).rejects.toMatchObject({ failure: 'unavailable' })
  })

  it('gets the answer to an upload that is refused before its end, though the connection is closed', async () => {
    // In a thread of its own, as any platform is: within one thread the answer is always read before the next write.
    const server = new Worker(
      `const { parentPort } = require('node:worker_threads')
      const server = require('node:http').createServer((_, response) =>
        response.writeHead(413, { connection: 'close' }).end('too large'))
      server.listen(0, '127.0.0.1', () => parentPort.postMessage(server.address().port))`,
      { eval: true },
    )
    onTestFinished(async () => void (await server.terminate()))
    const [port] = z.tuple([z.int()]).parse(await once(server, 'message'))
    const request = { platform: 'Acme', method: 'POST', origin: `http://127.0.0.1:${port}`, path: '/', headers: {} }
    for (let round = 0; round < 20; round += 1) {
      const body = Readable.from(pieces(8 * 1024 * 1024), { objectMode: false })
      const signal = new AbortController().signal
      const answer = await sendStream(wayOut, { ...request, body, signal }, { headersMs: 5_000, idleMs: 5_000 })
      expect([answer.status, await text(answer.body)]).toEqual([413, 'too large'])
    }
  })

  it('breaks its body where it stops in the middle, or is silent for too long', async () => {
    await using cut = await platform((_, response) => {
      response.writeHead(200, { 'content-length': '10' }).write('half')
      setImmediate(() => response.destroy())
    })
    expect(await failureIn(await cut.ask({}))).toMatchObject({ failure: 'unavailable' })
    await using idle = await platform((_, response) => response.writeHead(200).write('half'))
    expect(await failureIn(await idle.ask({}, { headersMs: 1_000, idleMs: 200 }))).toMatchObject({
      failure: 'timed_out',
    })
  })

  it('ends at the platform when its signal fires, before and after the headers', async () => {
    let open = 0
    await using there = await platform((request, response) => {
      open += 1
      request.socket.once('close', () => (open -= 1))
      if (request.url === '/body') response.writeHead(200).write('half')
    })
    const early = new AbortController()
    const waiting = there.ask({ signal: early.signal })
    await expect.poll(() => open).toBe(1)
    const reason = new Error('the reason')
    early.abort(reason)
    await expect(waiting).rejects.toBe(reason)
    const late = new AbortController()
    const answer = await there.ask({ path: '/body', signal: late.signal })
    late.abort(reason)
    const broken = await text(answer.body).catch((error: unknown) => answer.explain(error))
    expect(broken).toBe(reason)
    await expect.poll(() => open).toBe(0)
  })
})

async function* pieces(length: number): AsyncGenerator<Buffer> {
  for (let made = 0; made < length; made += 65_536) {
    yield Buffer.alloc(65_536)
    await new Promise((resolve) => setImmediate(resolve))
  }
}

/** Why the body of an answer broke. */
async function failureIn({ body, explain }: StreamAnswer): Promise<unknown> {
  return text(body).then(() => expect.unreachable('it should have broken'), explain)
}

async function text(body: Readable): Promise<string> {
  let all = ''
  for await (const chunk of body) all += String(chunk)
  return all
}
