import assert from 'node:assert/strict'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { before, test } from 'node:test'
import type { RoundTrip, Service } from './clients/round-trip.ts'
import { made, succeed } from './program.ts'
import { logIn, startService } from './service.ts'

const running = await startService()
const service: Service = {
  url: running.url,
  accessToken: await logIn(running),
  platformToken: running.platformToken,
}

before(async () => {
  for (const folder of ['openapi-typescript', 'hey-api', 'compiled']) {
    await rm(join(made, folder), { recursive: true, force: true })
  }
  await mkdir(made, { recursive: true })
  const document = join(made, 'openapi.json')
  await writeFile(document, await (await fetch(`${service.url}/api/openapi.json`)).text())
  await succeed('openapi-typescript', [document, '--output', 'dist/openapi-typescript/schema.ts'])
  await succeed('openapi-ts', ['--input', document, '--output', 'dist/hey-api', '--no-log-file'])
})

test('what is generated compiles under TypeScript 5, with the programs that use it', async () => {
  assert.match(await succeed('tsc', ['--version']), /^Version 5\./)
  await succeed('tsc', ['--project', 'clients/tsconfig.json'])
})

for (const [generator, name] of [
  ['openapi-typescript', 'openapi-fetch'],
  ['@hey-api/openapi-ts', 'hey-api'],
] as const) {
  test(`the client made by ${generator} creates, reads, lists and deletes`, async () => {
    const compiled: { roundTrip(service: Service): Promise<RoundTrip> } = await import(
      join(made, 'compiled', 'clients', `${name}.js`)
    )
    const { created, read, listed, deleted, gone, mistakes } = await compiled.roundTrip(service)
    assert.deepEqual([created.name, created.method], [`by-${name}`, 'auth-token'])
    assert.deepEqual([read.id, read.app, read.version], [created.id, 'heroku', 1])
    assert.deepEqual(listed, [created.id])
    assert.equal(deleted, created.id)
    assert.deepEqual(gone, { status: 404, message: `Could not find App Connection with ID ${created.id}` })
    assert.deepEqual(mistakes, ['name', 'method'])
  })
}
