import { suite } from '../../.ci/vitest.ts'

export default suite('providers', { isolate: false, testTimeout: 60_000 })
