import { tooManyUses } from '../failures/broker.ts'

/** So many uses are under way at once in this process, at most. */
export interface MostAtOnce {
  readonly ofCaller: number
  readonly ofOrganization: number
}

/** Whose a use is. */
export interface User {
  readonly callerId: string
  readonly orgId: string
}

/**
 * Counts uses that are under way. Each holds a connection to a platform for as long as its caller likes, and others need
 * some too. Makes a function that takes a place and gives back what frees it. Throws 429 where all are taken.
 */
export function createPlaces({ ofCaller, ofOrganization }: MostAtOnce): (user: User) => () => void {
  const taken = new Map<string, number>()
  const takenOf = (whose: string) => taken.get(whose) ?? 0

  function add(whose: string, change: 1 | -1): void {
    const left = takenOf(whose) + change
    if (left === 0) taken.delete(whose)
    else taken.set(whose, left)
  }

  return ({ callerId, orgId }) => {
    const [caller, organization] = [`caller ${callerId}`, `organization ${orgId}`]
    if (takenOf(caller) >= ofCaller || takenOf(organization) >= ofOrganization) throw tooManyUses()
    add(caller, 1)
    add(organization, 1)
    let held = true
    return () => {
      if (!held) return
      held = false
      add(caller, -1)
      add(organization, -1)
    }
  }
}
