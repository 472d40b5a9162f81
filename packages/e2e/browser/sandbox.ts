import { type SandboxControl, sandboxControl } from '@app-connections/heroku-sandbox'
import type { Site } from './site.ts'

/** What a test can do at the Heroku of the site. */
export function sandboxOf({ herokuUrl, controlSecret }: Site): SandboxControl {
  return sandboxControl(herokuUrl, controlSecret)
}
