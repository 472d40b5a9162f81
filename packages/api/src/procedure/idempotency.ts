import { type IdempotentCall, releaseCall, reserveCall } from '@app-connections/db'
import { fingerprint } from '@app-connections/sealing'
import { keyUnderWay, keyUsedWithOtherBody } from '../failures/calls.ts'
import type { MemberContext } from './context.ts'

/** A call that this caller has reserved, and the proof of it. */
export interface Reserved {
  call: IdempotentCall
  fence: number
}

/**
 * Makes a call once for each key. A repeat with the same body gets the first answer; with another body, or while the
 * first call is under way, it gets 409. A call that fails frees its key. Without a key the call is simply made.
 *
 * `body` is the parsed input, of which only a keyed fingerprint is stored. Over REST the request carries the key beside
 * method and path; over tRPC it is an input.
 */
export async function once<T>(
  options: {
    ctx: MemberContext
    procedure: string
    key: string | undefined
    body: object
    parse: (kept: unknown) => T
  },
  make: (reserved: Reserved | undefined) => Promise<T>,
): Promise<T> {
  const { ctx, procedure, key } = options
  if (key === undefined) return make(undefined)
  const { db, keyring } = ctx.services
  const call = {
    orgId: ctx.member.orgId,
    callerId: ctx.actor.id,
    scope: ctx.request.endpoint ?? procedure,
    key,
  }
  const { fingerprintKey } = await keyring.forOrg(call.orgId)
  const bodyHash = fingerprint(fingerprintKey, { purpose: 'idempotency', body: JSON.stringify(options.body) })
  const reservation = await reserveCall(db, call, bodyHash)
  switch (reservation.state) {
    case 'answered':
      return options.parse(reservation.answer)
    case 'different':
      throw keyUsedWithOtherBody()
    case 'in-flight':
      throw keyUnderWay()
    case 'reserved': {
      const { fence } = reservation
      try {
        return await make({ call, fence })
      } catch (error) {
        await releaseCall(db, call, fence)
        throw error
      }
    }
  }
}
