import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import ajvDraft04 from 'ajv-draft-04'
import ajvFormats from 'ajv-formats'
import { beforeAll, describe, expect, inject, test } from 'vitest'
import { type CallOptions, useSandbox } from './harness.ts'

const schemaDir = inject('schemaDir')
type Mode = 'strict' | 'complete'
type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

/**
 * Heroku's hyper-schema made fit for a validator: `$schema` and `example` go, as their contents would be taken for
 * schema ids. `strict` then refuses every field that is not described; `complete` asks for every field that is.
 */
function prepare(node: Json, mode: Mode): Json {
  if (Array.isArray(node)) return node.map((each) => prepare(each, mode))
  if (typeof node !== 'object' || node === null) return node
  const kept: { [key: string]: Json } = {}
  for (const [key, value] of Object.entries(node)) {
    if (key !== '$schema' && key !== 'example' && key !== 'links' && key !== 'strictProperties')
      kept[key] = prepare(value, mode)
  }
  const { properties } = kept
  const describesFields = typeof properties === 'object' && properties !== null && !Array.isArray(properties)
  if (describesFields && Object.keys(properties).length > 0 && 'type' in kept) {
    kept.additionalProperties ??= false
    if (mode === 'complete') kept.required = Object.keys(properties)
    else delete kept.required
  }
  return kept
}

async function validatorOf(file: string, mode: Mode) {
  // Set but missing is a failure: this throws.
  const text = await readFile(join(schemaDir, file), 'utf8')
  const ajv = new ajvDraft04.default({ strict: false, allErrors: true, unicodeRegExp: false })
  ajvFormats.default(ajv)
  const schema = prepare(JSON.parse(text), mode)
  if (typeof schema !== 'object' || schema === null) throw new Error(`${file} holds no schema.`)
  ajv.addSchema({ ...schema, id: 'heroku' })
  return (definition: string, value: unknown): string[] => {
    const validate = ajv.getSchema(`heroku#/definitions/${definition}`)
    if (validate === undefined) throw new Error(`${file} does not define ${definition}.`)
    validate(value)
    return (validate.errors ?? []).map(
      ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
    )
  }
}

const bench = useSandbox()
const { call } = bench

/** Every kind of answer: what to ask, and the definition it must fit. `each` means that the answer is a list. */
async function answers(headers: Record<string, string>): Promise<[name: string, definition: string, value: unknown][]> {
  const get = async (path: string, options: CallOptions = {}) => (await call('GET', path, { headers, ...options })).body
  const post = async (path: string, body?: unknown) => (await call('POST', path, { body, headers })).body
  const patch = async (path: string, body: unknown) => (await call('PATCH', path, { body, headers })).body
  await bench.sandbox.control.setApp('note-g', { configVars: { A: '1', S: 'x' }, maskedKeys: ['S'] })
  await bench.sandbox.control.setAccountStatus('ada@example.com', { verified: true })
  const client = await bench.sandbox.control.oauthClient()
  const granted = await post('/oauth/authorizations', { scope: ['global'], client: client.id })
  const token = await post('/oauth/tokens', {
    grant: { type: 'authorization_code', code: granted.grant.code },
    client: { secret: client.secret },
    refresh_token: {},
  })
  const made = await post('/oauth/authorizations', { scope: ['read'], expires_in: 60, description: 'x' })
  const apps: { id: string; name: string }[] = await get('/apps')
  const idOf = (name: string) => apps.find((app) => app.name === name)?.id
  const [pipeline] = await get('/pipelines')
  const promotion = await post('/pipeline-promotions', {
    pipeline: { id: pipeline.id },
    source: { app: { id: idOf('difference-engine') } },
    targets: [{ app: { id: idOf('difference-engine-staging') } }],
  })
  const [target] = await get(`/pipeline-promotions/${promotion.id}/promotion-targets`)
  const lists: [string, string][] = [
    ['/apps', 'app'],
    ['/users/~/apps', 'app'],
    ['/teams', 'team'],
    ['/teams/analytical-engines/apps', 'team-app'],
    ['/pipelines', 'pipeline'],
    ['/pipeline-couplings', 'pipeline-coupling'],
    ['/apps/note-g/releases', 'release'],
    ['/apps/difference-engine/addons', 'add-on'],
    ['/apps/difference-engine/dynos', 'dyno'],
    ['/apps/note-g/collaborators', 'collaborator'],
    ['/oauth/authorizations', 'oauth-authorization'],
    ['/oauth/clients', 'oauth-client'],
  ]
  const listed: [string, string, unknown][] = []
  for (const [path, definition] of lists) {
    const rows: unknown[] = await get(path)
    expect([path, rows.length > 0]).toEqual([path, true])
    for (const row of rows) listed.push([`GET ${path}`, definition, row])
  }
  return [
    ...listed,
    ['GET /account', 'account', await get('/account')],
    ['GET /account/rate-limits', 'rate-limit', await get('/account/rate-limits')],
    ['GET /apps/note-g', 'app', await get('/apps/note-g')],
    ['POST /apps', 'app', await post('/apps', { name: 'made-here' })],
    ['PATCH /apps/made-here', 'app', await patch('/apps/made-here', { maintenance: true })],
    ['GET config-vars', 'config-var/definitions/config_vars', await get('/apps/note-g/config-vars')],
    ['PATCH config-vars', 'config-var/definitions/config_vars', await patch('/apps/note-g/config-vars', { B: '2' })],
    ['GET release', 'release', await get('/apps/note-g/releases/1')],
    ['POST log session', 'log-session', await post('/apps/note-g/log-sessions', { lines: 1 })],
    ['POST authorization', 'oauth-authorization', made],
    ['POST authorization with a client', 'oauth-authorization', granted],
    ['GET authorization of a flow', 'oauth-authorization', await get(`/oauth/authorizations/${granted.id}`)],
    ['POST token', 'oauth-token', token],
    ['GET app coupling', 'pipeline-coupling', await get('/apps/difference-engine/pipeline-couplings')],
    ['POST promotion', 'pipeline-promotion', promotion],
    ['GET promotion target', 'pipeline-promotion-target', target],
    [
      'GET stage vars',
      'pipeline-config-var/definitions/config_vars',
      await get('/pipelines/difference/stage/test/config-vars'),
    ],
  ]
}

describe.skipIf(schemaDir === '')("Heroku's own schema (skipped where HEROKU_SCHEMA_DIR is not set)", () => {
  const modes: [Mode, string][] = [
    ['strict', 'no answer holds a field it does not describe'],
    ['complete', 'every answer holds every field it describes'],
  ]
  describe.each(modes)('%s: %s', (mode) => {
    let check: (definition: string, value: unknown) => string[]
    beforeAll(async () => {
      check = await validatorOf('platform-api-v3.json', mode)
    })

    test('in version 3', async () => {
      for (const [name, definition, value] of await answers({})) {
        const problems = check(definition, value)
        expect([name, problems]).toEqual([name, []])
      }
    })

    test('and the check itself refuses an invented field, a wrong name and a wrong value', async () => {
      const app = (await call('GET', '/apps/note-g')).body
      expect(check('app', { ...app, invented: true })).not.toEqual([])
      expect(check('app', { ...app, name: 'UPPER' })).not.toEqual([])
      expect(check('app', { ...app, owner: { ...app.owner, invented: true } })).not.toEqual([])
      expect(check('config-var/definitions/config_vars', { N: 1 })).not.toEqual([])
      expect(check('config-var/definitions/config_vars', { 'BAD-KEY': 'x' })).not.toEqual([])
      const { id, ...withoutId } = app
      expect(check('app', withoutId).length > 0).toBe(mode === 'complete')
    })
  })

  test('strict: in the variant 3.sdk, which writes a generation as a string', async () => {
    const check = await validatorOf('platform-api-v3.sdk.json', 'strict')
    for (const [name, definition, value] of await answers({ accept: 'application/vnd.heroku+json; version=3.sdk' })) {
      expect([name, check(definition, value)]).toEqual([name, []])
    }
    const plain = (await call('GET', '/apps/note-g')).body
    expect(check('app', plain)).not.toEqual([])
    const headers = { accept: 'application/vnd.heroku+json; version=3.sdk' }
    await bench.sandbox.control.setApp('note-g', { configVars: { A: '1', URL: 'x', S: 'y' }, addOnKeys: ['URL'] })
    const path = '/apps/note-g/config-vars-settings'
    const masking = { config: [{ key: 'S', masked: true }] }
    for (const { body } of [
      await call('GET', path, { headers }),
      await call('PATCH', path, { headers, body: masking }),
    ]) {
      expect(body).toHaveLength(3)
      for (const row of body) expect(check('config-vars-settings', row)).toEqual([])
    }
  })
})

if (schemaDir === '') {
  test('answers are NOT checked against the schema here: HEROKU_SCHEMA_DIR is not set', () => {
    process.stdout.write('SKIPPED: schema validation of the Heroku sandbox (HEROKU_SCHEMA_DIR is not set)\n')
  })
}
