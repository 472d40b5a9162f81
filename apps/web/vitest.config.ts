import { join } from 'node:path'
import { suite } from '../../.ci/vitest.ts'

export default {
  ...suite('web', { isolate: false }),
  resolve: { alias: { '@': join(import.meta.dirname, 'src') } },
}
