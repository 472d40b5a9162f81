import { suite } from '../../.ci/vitest.ts'

export default suite('db', { globalSetup: ['./test/engines-setup.ts'], testTimeout: 30_000, hookTimeout: 60_000 })
