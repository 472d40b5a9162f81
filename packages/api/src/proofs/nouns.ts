import { type App, resourcesOf } from '@app-connections/schemas'
import type { ProofSubject } from './words.ts'

/** What an app's resources are called; such as have no name of their own are called resources. */
export function nounsOf(app: App): ProofSubject['nouns'] {
  return resourcesOf(app) ?? { one: 'resource', many: 'resources' }
}
