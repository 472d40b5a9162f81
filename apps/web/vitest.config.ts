import { suite } from '../../.ci/vitest.ts'

export default suite('web', { isolate: false })
