import { suite } from '../../.ci/vitest.ts'

// One file at a time: each starts servers, databases or browsers of its own.
export default suite('e2e', {
  fileParallelism: false,
  testTimeout: 180_000,
  hookTimeout: 180_000,
  globalSetup: ['@app-connections/db/testing/global-setup'],
})
