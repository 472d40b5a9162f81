import * as z from 'zod'
import type { Allowance, Checked } from '../contract.ts'
import { ProviderError } from '../error.ts'
import { callCount, endOf } from '../reason.ts'
import { ownAuthorization } from './authorization.ts'
import type { HerokuClient, Meter } from './client.ts'
import { account, anyList, isInsufficientScope } from './connect.ts'
import { refusedMessage } from './errors.ts'
import type { StoredCredential } from './stored.ts'

/** 4500 calls an hour for an account, all its tokens together (Dev Center, "Limits", API limits). */
export const allowance: Allowance = { callsPerHour: 4_500, keep: 1_000, callsPerCheck: 3 }

const rateLimits = z.object({ remaining: callCount })

/**
 * The answer of `GET /account/rate-limits`, which never counts as a call; null where the token's scope does not reach
 * it.
 */
export async function headroom(client: HerokuClient, token: string, deadline: AbortSignal): Promise<number | null> {
  const found = await unlessOutOfScope(client.get('/account/rate-limits', rateLimits, { token, deadline }))
  return found?.body.remaining ?? null
}

/**
 * Tries `/account` and `/apps`. A token that reaches neither is dead (see `connect`). A pasted token that reaches both
 * has scope `global`, and only such a token may be asked when it ends.
 */
export async function check(client: HerokuClient, stored: StoredCredential, deadline: AbortSignal): Promise<Checked> {
  const { authToken: token, refreshToken } = stored
  const meter: Meter = { remaining: null }
  const call = { token, deadline, meter }
  const owner = await unlessOutOfScope(client.get('/account', account, call))
  const apps = await unlessOutOfScope(client.get('/apps', anyList, { ...call, range: 'id ..; max=1' }))
  if (owner === undefined && apps === undefined) {
    throw new ProviderError('refused', refusedMessage, { detail: 'status 403 for /account and for /apps' })
  }
  const global = owner !== undefined && apps !== undefined && refreshToken === undefined
  const own = global ? await unlessOutOfScope(ownAuthorization(client, call)) : undefined
  const expiresAt = endOf(own?.access_token?.expires_in, Date.now())
  return {
    account: owner?.body ?? {},
    observed: { account: owner !== undefined, apps: apps !== undefined },
    ...(expiresAt === null ? {} : { expiresAt }),
    remaining: meter.remaining,
  }
}

async function unlessOutOfScope<T>(call: Promise<T>): Promise<T | undefined> {
  try {
    return await call
  } catch (error) {
    if (isInsufficientScope(error)) return undefined
    throw error
  }
}
