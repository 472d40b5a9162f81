import { suite } from '../../.ci/vitest.ts'

export default suite('db', { globalSetup: ['./test/engines-setup.ts'], testTimeout: 120_000, hookTimeout: 120_000 })
