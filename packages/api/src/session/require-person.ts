import type { Caller, Person } from '../access/actor.ts'
import { denied } from '../failures/access.ts'

/** The person who calls. Throws 403 for a machine, which has neither sessions nor a password, nor programs of its own. */
export function requirePerson(caller: Caller, subject = 'sessions'): Person {
  if (caller.kind !== 'person') throw denied('read', subject)
  return caller
}
