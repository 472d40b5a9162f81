import { suite } from '../../.ci/vitest.ts'

export default suite('render-sandbox')
