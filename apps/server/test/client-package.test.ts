import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Fastify, { type FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { clientPackage } from '../src/client-package.ts'

const dir = mkdtempSync(join(tmpdir(), 'app-connections-client-package-'))
const file = join(dir, 'client.tgz')
const bytes = Buffer.from([0x1f, 0x8b, 0, 1, 2])
let app: FastifyInstance

beforeAll(async () => {
  app = Fastify()
  app.setErrorHandler((error, _request, reply) => reply.code(500).send({ message: String(error) }))
  await app.register(clientPackage, { file })
})
afterAll(async () => {
  await app.close()
  rmSync(dir, { recursive: true })
})

it('is refused where the tree is not built, and handed out as it is from then on', async () => {
  const url = '/api/client.tgz'
  expect((await app.inject({ url })).statusCode).toBe(500)
  writeFileSync(file, bytes)
  const answer = await app.inject({ url })
  expect([answer.statusCode, answer.rawPayload]).toEqual([200, bytes])
  expect(answer.headers).toMatchObject({ 'content-type': 'application/gzip', 'cache-control': 'no-cache' })
  const etag = String(answer.headers.etag)
  expect((await app.inject({ url, headers: { 'if-none-match': etag } })).statusCode).toBe(304)
  const head = await app.inject({ url, method: 'HEAD' })
  expect([head.statusCode, head.headers['content-length'], head.body]).toEqual([200, String(bytes.length), ''])
})
