import { suite } from '../../.ci/vitest.ts'

export default suite('server', {
  globalSetup: ['@app-connections/db/testing/engines-setup'],
  testTimeout: 120_000,
  hookTimeout: 120_000,
})
