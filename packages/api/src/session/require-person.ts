import type { Caller, Person } from '../access/actor.ts'
import { denied } from '../failures/access.ts'

/** The person who calls. Throws 403 for a machine, which has neither sessions nor a password. */
export function requirePerson(caller: Caller): Person {
  if (caller.kind !== 'person') throw denied('read', 'sessions')
  return caller
}
