import { suite } from '../../.ci/vitest.ts'

export default suite('providers', { testTimeout: 60_000 })
