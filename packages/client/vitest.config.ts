import { suite } from '../../.ci/vitest.ts'

// Some tests run a compiler, and one the service.
export default suite('client', { testTimeout: 120_000, hookTimeout: 120_000 })
