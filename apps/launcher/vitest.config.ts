import { suite } from '../../.ci/vitest.ts'

// Its tests start processes, which take their time on a busy machine.
export default suite('launcher', { testTimeout: 60_000, hookTimeout: 60_000 })
