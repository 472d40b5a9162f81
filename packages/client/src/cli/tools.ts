import { heroku } from './heroku.ts'
import type { Tool } from './tool.ts'

/** The platforms whose programs can be run through a forwarder. */
export const tools: readonly Tool[] = [heroku]
