import { defineConfig } from 'vitest/config'
import { suite } from '../../.ci/vitest.ts'

// `npm run test:browser`: one running demo for all of it, and one file at a time, so that each has the machine for itself.
export default defineConfig(
  suite('browser', {
    include: ['browser/**/*.test.ts'],
    fileParallelism: false,
    testTimeout: 180_000,
    hookTimeout: 180_000,
    globalSetup: ['@app-connections/db/testing/global-setup', './browser/global-setup.ts'],
  }),
)
