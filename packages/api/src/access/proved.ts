import { freshSignInNeeded } from '../failures/access.ts'
import type { Caller } from './actor.ts'

/**
 * Throws 403 `freshSignInNeeded` unless a person has given their password within the last ten minutes. Asked before what
 * gives access is made, so that who finds an open browser cannot keep a way in. Machines prove themselves with each call.
 */
export function requireProved(caller: Caller): void {
  if (caller.kind === 'person' && !caller.proved) throw freshSignInNeeded()
}
