import { type IdempotentCall, releaseCall, reserveCall } from '@app-connections/db'
import { fingerprint } from '@app-connections/sealing'
import { OperationError } from '../failures/errors.ts'
import type { MemberContext } from './context.ts'

/** A call that is ours to make, and the proof of it. */
export interface Reserved {
  call: IdempotentCall
  fence: number
}

/**
 * Makes a call once for each key: a repeat with the same body is given the first answer; with another body, or while the
 * first is under way, it is 409. A call that fails frees its key. Without a key the call is simply made.
 *
 * `body` is the parsed input; only its keyed fingerprint is kept. Over REST the key stands in the request with method and
 * path, over tRPC it is an input.
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
      throw new OperationError('Conflict', 'This Idempotency-Key was used with another body: use a new key')
    case 'in-flight':
      throw new OperationError('Conflict', 'The first call with this Idempotency-Key is still under way', {
        retryAfterSeconds: 5,
      })
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

export function lostReservation(): OperationError {
  return new OperationError('Conflict', 'A repeat with this Idempotency-Key took the call over: read what it made')
}
