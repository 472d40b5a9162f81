import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { emptyDatabase, engines } from '@app-connections/db/testing/engines'
import { expect, it, onTestFinished } from 'vitest'
import { findings } from '../src/doctor/findings.ts'

async function folder(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), 'app-connections-doctor-'))
  onTestFinished(() => rm(made, { recursive: true, force: true }))
  return made
}

async function takenPort(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1')
  onTestFinished(() => void server.close())
  await once(server, 'listening')
  const address = server.address()
  return `${typeof address === 'object' && address !== null ? address.port : 0}`
}

const keys = { ENCRYPTION_KEY: Buffer.alloc(32, 1).toString('base64'), AUTH_SECRET: 'x'.repeat(32) }
const ports = { PORT: '0', WEB_PORT: '0' }

it('finds nothing wrong where a start would work', async () => {
  const found = await findings({ DATA_DIR: join(await folder(), 'data'), ...ports })
  expect(found.filter(({ kind }) => kind === 'wrong')).toEqual([])
  expect(found.map(({ words }) => words).join('\n')).toContain('can be written')
})

it('names every mistake of the environment, without a value', async () => {
  const [found, ...more] = await findings({ LOG_LEVEL: 'a-secret', SITE_URL: 'https://x.example.com/a-secret' })
  expect([found?.kind, more]).toEqual(['wrong', []])
  expect(found?.words).toMatch(/SITE_URL: must have no path[\s\S]*LOG_LEVEL: must be one of/)
  expect(found?.words).not.toContain('a-secret')
})

it('says at once that the folder is a file, the port is taken, the database is away and a key is missing', async () => {
  const file = join(await folder(), 'file')
  await writeFile(file, '')
  const found = await findings({
    ...ports,
    DATA_DIR: file,
    PORT: await takenPort(),
    DATABASE_URL: 'postgresql://app:a-secret@127.0.0.1:1/app',
    AUTH_SECRET: keys.AUTH_SECRET,
  })
  const wrong = found.filter(({ kind }) => kind === 'wrong').map(({ words }) => words)
  expect(wrong).toEqual([
    expect.stringContaining('it is a file'),
    expect.stringContaining('ENCRYPTION_KEY must be set'),
    expect.stringContaining('out of reach'),
    expect.stringMatching(/^PORT: cannot listen on 127\.0\.0\.1:\d+: it is in use/),
  ])
  expect(wrong.join()).not.toContain('a-secret')
})

it.skipIf(!engines.includes('PostgreSQL'))(
  'asks a PostgreSQL whether it takes writes, for its rights and its clock',
  async () => {
    const { target, remove } = await emptyDatabase('PostgreSQL')
    onTestFinished(remove)
    const url = 'url' in target ? target.url : ''
    const found = await findings({ ...ports, ...keys, DATA_DIR: await folder(), DATABASE_URL: url })
    const words = found.map((each) => `${each.kind} ${each.words}`)
    expect(words).toEqual(
      expect.arrayContaining([
        'ok the database answers and takes writes',
        'ok the role may make schemas and tables',
        'ok the clocks of this machine and of the database agree',
      ]),
    )
  },
)
