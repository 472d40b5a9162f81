import { createHash } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { type CanaryDatabase, pgliteDatabase, postgresDatabase } from './canary-databases.ts'
import { type Evidence, gatherEvidence } from './canary-evidence.ts'
import { expectedStatuses } from './canary-statuses.ts'
import { formsOf } from './secret-forms.ts'
import { findSecrets, type Place, type Secret } from './secret-search.ts'

const postgresUrl = inject('postgresUrl')
const engines = [
  { engine: 'PGlite', skip: false, open: pgliteDatabase },
  { engine: 'PostgreSQL', skip: postgresUrl === '', open: () => postgresDatabase(postgresUrl) },
]

const databaseFile = /^file (?:postgres\/)?base\//

/** Where the control's way through the server must have left it. */
const placesOfControl = {
  answers: [/^answer \d+: 404$/],
  logs: [/^log$/],
  tables: [/^table public\.connections$/, /^table public\.audit_events$/],
  files: [databaseFile],
}

for (const { engine, skip, open } of engines) {
  describe.skipIf(skip)(`a server on ${engine} that checks tokens at the sandbox`, () => {
    let dataDir: string
    let database: CanaryDatabase
    let evidence: Evidence

    beforeAll(async () => {
      dataDir = await mkdtemp(join(tmpdir(), 'app-connections-canary-'))
      database = await open(dataDir)
      evidence = await gatherEvidence(database, dataDir)
    })
    afterAll(async () => {
      await database.drop()
      await rm(dataDir, { recursive: true, force: true })
    })

    it('was brought to each refusal and failure that a canary was meant for', () => {
      expect(evidence.statuses).toEqual(expectedStatuses)
    })

    it.each(['answers', 'logs', 'tables', 'files'] as const)('shows the search what was planted in its %s', (kind) => {
      const { control, planted } = evidence
      const asText = kind === 'tables'
      const places = kind === 'answers' || kind === 'logs' ? evidence[kind].map(withEveryForm(planted)) : evidence[kind]
      const found = findSecrets(places, [
        { name: 'control', value: control },
        { name: 'planted', value: planted },
      ])
      const controlled = found.filter(({ secret, form }) => secret === 'control' && form === 'plain')
      for (const place of placesOfControl[kind]) {
        // A PostgreSQL on another machine keeps its files there.
        if (place === databaseFile && database.files === 'out of reach') continue
        expect(controlled.map((finding) => finding.place)).toContainEqual(expect.stringMatching(place))
      }
      const forms = formsOf(planted).map(({ name }) => name)
      const missed = forms.filter(
        (form) => !found.some((finding) => finding.secret === 'planted' && finding.form === form),
      )
      expect(missed).toEqual(asText ? ['UTF-16LE', 'UTF-16BE'] : [])
    })

    it('shows a token to no one again: not in an answer, a log, a table or a file', () => {
      const { answers, logs, tables, files } = evidence
      const canaries = Object.entries(evidence.canaries).map(([name, value]) => ({ name, value }))
      expect(findSecrets([...answers, ...logs, ...tables, ...files], canaries)).toEqual([])
    })

    it('keeps the token that was accepted, sealed, once for each connection', () => {
      const { sealed, canaries } = evidence
      const pairs = { accepted: canaries.accepted, 'render-accepted': canaries.renderAccepted }
      const named = (word: string) => sealed.filter(({ name }) => name.startsWith(`${word}-`))
      for (const [word, canary] of Object.entries(pairs)) {
        expect(named(word).map(({ name }) => name)).toEqual([`${word}-rest`, `${word}-trpc`])
        for (const { length, hash } of named(word)) {
          expect(length).toBeGreaterThan(canary.length)
          expect(hash).toMatch(/^[0-9a-f]{64}$/)
          expect(hash).not.toBe(createHash('sha256').update(canary).digest('hex'))
        }
        expect(new Set(named(word).map(({ hash }) => hash)).size).toBe(1)
      }
      // Beside them the control, and the two whose platform sent the key back in place of an address.
      expect(sealed).toHaveLength(4 + 1 + named('render-faulted').length)
      expect(named('render-faulted')).toHaveLength(2)
    })

    it('keeps what people and programs sign in with hashed, and shows it once at most', () => {
      const { answers, logs, tables, files, secrets } = evidence
      const { setupCode, ...others } = secrets
      const [token = '', signature = ''] = secrets.session.split('.')
      const kept: Secret[] = [
        ...Object.entries({ ...others, session: signature }).map(([name, value]) => ({ name, value })),
        // The console is where the first admin reads it.
        { name: 'set-up code', value: setupCode, mayBeAt: (place) => place === 'log' },
      ]
      expect(findSecrets([...logs, ...tables, ...files], kept)).toEqual([])

      // better-auth looks sessions up by the token as it is. Alone it opens nothing: the cookie carries a signature
      // besides, which is made with AUTH_SECRET and stored nowhere.
      const session: Secret = { name: 'session', value: token }
      const inTables = findSecrets(tables, [session]).map(({ place }) => place)
      expect(new Set(inTables)).toEqual(new Set(['table auth.session']))
      expect(findSecrets(logs, [session])).toEqual([])

      for (const secret of [...kept, session]) {
        expect(new Set(findSecrets(answers, [secret]).map(({ place }) => place)).size, secret.name).toBeLessThan(2)
      }
    })

    it('keeps its own keys in their files alone', () => {
      const { answers, logs, tables, files, keys } = evidence
      const kept = Object.entries(keys).map(([name, value]) => ({
        name,
        value,
        mayBeAt: (place: string) => place === `file ${name}`,
      }))
      expect(kept).toHaveLength(2)
      expect(findSecrets([...answers, ...logs, ...tables, ...files], kept)).toEqual([])
    })
  })
}

function withEveryForm(planted: string): (place: Place) => Place {
  const forms = formsOf(planted).map(({ bytes }) => bytes)
  return ({ name, bytes }) => ({ name, bytes: Buffer.concat([bytes, ...forms]) })
}
