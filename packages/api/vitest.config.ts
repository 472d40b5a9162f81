import { suite } from '../../.ci/vitest.ts'

export default suite('api', {
  globalSetup: ['@app-connections/db/testing/engines-setup'],
  testTimeout: 30_000,
  hookTimeout: 60_000,
})
