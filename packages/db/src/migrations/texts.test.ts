import { createHash } from 'node:crypto'
import { DummyDriver, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler } from 'kysely'
import { expect, it } from 'vitest'
import { migrations } from './all.ts'

/**
 * The statements of every migration, by hash. Databases have run them: a changed text would make new databases differ
 * from old ones. A new migration, with a new line here, corrects an old one.
 */
const texts = {
  '0001-first': '6589558ef437256a',
  '0002-rest-family': 'd9a84ce2d3ec0793',
  '0003-oauth': '9ba6e177aa82cef2',
  '0004-deleting': '31a4860dfbb2555a',
  '0005-checks': '2e9858da64546426',
  '0006-notices': '59c3312554427463',
  '0007-overview': '1325dd1f76e86302',
  '0008-refresh-rest': 'aa608c5cdf3720f8',
  '0009-withdrawals': 'e50b4f4b6ccf7c79',
  '0009a-early-folders': '6461415867c3653f',
  '0010-makers': '916c83c1faafac11',
  '0011-border': 'aed75ed5ab8ba0c8',
  '0014-grants': 'bd8c548c5e3de487',
  '0015-auth-secret': 'ca992506903a2475',
  '0016-personal-tokens': '8e1d867fe33638db',
  '0017-config-sets': 'd58a91162197a746',
  '0018-gone-secrets': '977dffb1c8ae1532',
  '0019-config-syncs': 'fb6117c88e0d78ce',
  '0020-sync-runs': 'a6aa30a0f7386c1c',
  '0021-grant-versions': 'f90e9586765c5f2c',
  '0021-rotation': '042a95654ec68d27',
  '0022-changes-of-rotation': '08166bdaba7664ca',
  '0023-leases': '5b897de34c6b11e6',
  '0025-makers-of-syncs': '94c801eb79f3ce2f',
  '0026-approvals': '593b42b4b6d7fa12',
  '0027-drift': 'db00615f92d5a579',
  '0028-makers-of-versions': 'b97d5c7f6399481f',
}

it('a migration that was committed never changes', async () => {
  const hashes: Record<string, string> = {}
  for (const [name, { up }] of Object.entries(migrations(Buffer.from('check record')))) {
    const hash = createHash('sha256')
    const recorder = new Kysely<unknown>({
      dialect: {
        createAdapter: () => new PostgresAdapter(),
        createDriver: () => new DummyDriver(),
        createIntrospector: (db) => new PostgresIntrospector(db),
        createQueryCompiler: () => new PostgresQueryCompiler(),
      },
      log: (event) => {
        hash.update(`${event.query.sql}\0`)
      },
    })
    await up(recorder)
    hashes[name] = hash.digest('hex').slice(0, 16)
  }
  expect(hashes).toEqual(texts)
})
