import { engines } from '@app-connections/db/testing/engines'
import { exportedSecretsSchema, importedSecretsSchema } from '@app-connections/schemas'
import { describe, expect, it } from 'vitest'
import { eventsOf, newOrganization } from '../../test/organization.ts'
import { call, refusal, useServices } from '../../test/services.ts'

describe.each(engines)('a config set as text, on %s', (engine) => {
  const test = useServices(engine)

  async function newSet() {
    const { services } = test()
    const organization = await newOrganization(services)
    const member = await organization.person({ organization: 'no-access', project: 'member' })
    const viewer = await organization.person({ organization: 'no-access', project: 'viewer' })
    const place = { projectId: organization.projectId, environment: 'production', secretPath: '/' }
    const took = async (input: object) =>
      importedSecretsSchema.parse(await call(services, member, 'secrets.import', { ...place, ...input }))
    const given = async (input: object, caller = member) =>
      exportedSecretsSchema.parse(await call(services, caller, 'secrets.export', { ...place, ...input }))
    const changes = async (input: object) =>
      (await took(input)).secrets.map(({ secretKey, change }) => [secretKey, change].join(' '))
    return { services, organization, member, viewer, place, took, given, changes }
  }

  it('is shown before it is stored, stored with what changed alone, and given back', async () => {
    const { services, organization, member, place, took, given, changes } = await newSet()
    await call(services, member, 'secrets.create', { ...place, secretName: 'OLD', secretValue: 'same' })
    const content = 'OLD=same\nNEW="a\\nb"\n'
    const dialect = 'dotenv'
    expect(await took({ content, dialect, dryRun: true })).toEqual({
      dialect,
      dryRun: true,
      secrets: [
        { secretKey: 'OLD', line: 1, change: 'keep' },
        { secretKey: 'NEW', line: 2, change: 'add' },
      ],
      omitted: [],
    })
    expect((await given({})).content).toBe('{\n  "OLD": "same"\n}\n')
    expect(await changes({ content, dialect })).toEqual(['OLD keep', 'NEW add'])
    expect(JSON.parse((await given({})).content)).toEqual({ OLD: 'same', NEW: 'a\nb' })
    expect(await changes({ content: 'OLD=new\nNEW=x' })).toEqual(['OLD change', 'NEW change'])
    expect((await given({ dialect: 'shell' })).content).toBe('export NEW=x\nexport OLD=new\n')
    const versions = await services.db
      .selectFrom('config_versions')
      .select(['key', 'version', 'source'])
      .where('org_id', '=', organization.id)
      .orderBy('key')
      .orderBy('version')
      .execute()
    expect(versions.map(({ key, version, source }) => `${key} ${version} ${source}`)).toEqual([
      'NEW 1 import',
      'NEW 2 import',
      'OLD 1 api',
      'OLD 2 import',
    ])
  })

  it('leaves out what is not shown, tells nobody whether it is the same, and leaves an event of what was shown', async () => {
    const { services, organization, member, viewer, place, given, changes } = await newSet()
    const hidden = { ...place, secretName: 'HIDDEN', secretValue: 'h', writeOnly: true }
    await call(services, member, 'secrets.create', hidden)
    await call(services, member, 'secrets.create', { ...place, secretName: 'SHOWN', secretValue: 's' })
    expect(await given({ dialect: 'dotenv' })).toEqual({
      dialect: 'dotenv',
      content: '# HIDDEN is left out: its value is not shown\nSHOWN=s\n',
      keys: 1,
      omitted: [{ secretKey: 'HIDDEN', remark: 'it is write-only' }],
    })
    expect(await given({}, viewer)).toMatchObject({ keys: 0, content: '{\n\n}\n' })
    const reveals = (await eventsOf(services, organization.id)).filter(({ action }) => action === 'secrets.reveal')
    expect(reveals).toHaveLength(1)
    expect(await changes({ content: 'HIDDEN=h', dryRun: true })).toEqual(['HIDDEN change'])
    expect(await changes({ content: '{"HIDDEN": null}' })).toEqual([])
  })

  it('stores nothing of a text with a fault, or by a viewer', async () => {
    const { services, member, viewer, place, given } = await newSet()
    const refused = async (input: object, caller = member) => {
      const { statusCode, message } = await refusal(call(services, caller, 'secrets.import', { ...place, ...input }))
      return `${statusCode} ${message}`
    }
    const json = { dialect: 'json' }
    expect(await refused({ ...json, content: '{"A": "x", "a:b": "x"}' })).toMatch(
      /^400 Line 1 \(a:b\) cannot be read as/,
    )
    const long = JSON.stringify({ A: 'x', B: 'x'.repeat(65_537) })
    expect(await refused({ ...json, content: long })).toBe(
      '400 Line 1 (B) cannot be read as json: A value may have 64 kB',
    )
    const many = Object.fromEntries(Array.from({ length: 1_001 }, (_, index) => [`K${index}`, '']))
    expect(await refused({ content: JSON.stringify(many) })).toMatch(/^400 One import takes at most 1000 secrets/)
    expect(await refused({ content: 'A=1\nA=2' })).toMatch(/^400 Lines 1 and 2 both set A/)
    expect(await refused({ content: 'x'.repeat(2 * 1024 * 1024) })).toMatch(/^422 /)
    expect(await refused({ content: 'A=1' }, viewer)).toMatch(/^403 /)
    expect((await given({})).keys).toBe(0)
  })
})
