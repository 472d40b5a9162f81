import assert from 'node:assert/strict'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { appSchema, resourcesOf, rotates, syncApps } from '@app-connections/schemas'
import { made, program } from './program.ts'
import { startService } from './service.ts'

const { url } = await startService()
const served = await (await fetch(`${url}/api/openapi.json`)).text()
const file = join(made, 'lint', 'openapi.json')
await mkdir(join(made, 'lint'), { recursive: true })
await writeFile(file, served)

/** The document without some part, in a file of its own. */
async function without(take: (document: { info: object; paths: Record<string, object> }) => void): Promise<string> {
  const document = JSON.parse(served)
  take(document)
  const spoilt = join(made, 'lint', 'spoilt.json')
  await writeFile(spoilt, JSON.stringify(document))
  return spoilt
}

const spectral = (path: string) =>
  program('spectral', ['lint', path, '--ruleset', 'spectral.yaml', '--format', 'json', '--fail-severity', 'hint', '-q'])
const redocly = (path: string) => program('redocly', ['lint', path, '--config', 'redocly.yaml', '--format', 'json'])

/** What Redocly complains of, as `rule at pointer`. */
function problemsOf(output: string): string[] {
  const { problems } = JSON.parse(output)
  return problems.map((each: { ruleId: string; location: { pointer: string }[] }) => {
    return `${each.ruleId} at ${each.location[0]?.pointer}`
  })
}

test("is clean under Spectral's recommended rules", async () => {
  const { code, output } = await spectral(file)
  assert.deepEqual([code, JSON.parse(output)], [0, []])
})

const rotation = ['rotation', 'rotate-credentials']
const actsOfSync = [
  'plan',
  'approve',
  'apply',
  'drift',
  'undo',
  'history',
  'sync-secrets',
  'import-secrets',
  'remove-secrets',
]

test("is clean under Redocly's recommended rules, but for addresses of each app that the reference gives", async () => {
  const { code, output } = await redocly(file)
  // `…/connection-name/{connectionName}` and `…/{connectionId}/check` both fit `…/connection-name/check`, and so do an app's
  // list and all else that a connection or a sync has. They are the reference's, or beside them; ids are uuids, and the
  // server prefers the literal part.
  const ambiguous = (family: string, id: string, lasts: string[]) =>
    lasts.map((last) => `no-ambiguous-paths at #/paths/~1api~1v1~1${family}~1{${id}}~1${last}`)
  const connections = appSchema.options.flatMap((app) => {
    const resources = resourcesOf(app)
    const some = [...(resources === undefined ? [] : [resources.many]), ...(rotates(app) ? rotation : [])]
    return ambiguous(`app-connections~1${app}`, 'connectionId', [
      'check',
      'usage',
      'grants',
      'leases',
      'proxy-rights',
      ...some,
    ])
  })
  const syncs = syncApps.flatMap((app) => ambiguous(`secret-syncs~1${app}`, 'syncId', actsOfSync))
  assert.deepEqual(problemsOf(output).toSorted(), [...connections, ...syncs].toSorted())
  assert.equal(code, 0)
})

test('would be noticed if it were not: each linter objects to a document without its licence or a response', async () => {
  const nothing = await without(({ info }) => {
    Reflect.deleteProperty(info, 'license')
    Reflect.deleteProperty(info, 'contact')
  })
  assert.deepEqual(problemsOf((await redocly(nothing)).output).includes('info-license at #/info'), true)
  const spoken = JSON.parse((await spectral(nothing)).output)
  assert.equal(
    spoken.some(({ code }: { code: string }) => code === 'info-contact'),
    true,
  )
})
