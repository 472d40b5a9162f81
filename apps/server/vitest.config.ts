import { suite } from '../../.ci/vitest.ts'

// One process for all files: nothing of ours is kept between them, and each would load everything anew.
export default suite('server', {
  isolate: false,
  // It is the largest by far: two halves, or the other suites would end long before it.
  maxWorkers: 2,
  globalSetup: ['@app-connections/db/testing/engines-setup'],
  testTimeout: 120_000,
  hookTimeout: 120_000,
})
