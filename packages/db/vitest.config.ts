import { suite } from '../../.ci/vitest.ts'

// One process for all files: nothing of ours is kept between them but databases, and each would load everything anew.
export default suite('db', {
  isolate: false,
  globalSetup: ['./test/engines-setup.ts'],
  testTimeout: 120_000,
  hookTimeout: 120_000,
})
