import type { Allowance, Providers } from '@app-connections/providers'
import { appSchema } from '@app-connections/schemas'

/** What is taken for granted of a platform that does not say what it allows: little. */
const littleAllowed: Allowance = { callsPerHour: 600, keep: 0, callsPerCheck: 1 }

/** What a platform allows an account. */
export function allowanceOf(providers: Providers, app: string): Allowance {
  return providers.of(appSchema.parse(app)).allowance ?? littleAllowed
}

/** Checks take at most this share of what a platform allows an account. */
const share = 0.05

const hourMs = 3_600_000

/**
 * An account rests for so long at most, in milliseconds, between two checks: what one takes is refilled within an hour,
 * and its pace and what a platform asks for are shorter.
 */
export const longestRestMs = hourMs

/**
 * How far apart two checks of one account start, in milliseconds, so that no hour, wherever it begins, sees more than the
 * share: one check less than fits, since an hour may begin and end with one.
 */
export function paceOf({ callsPerHour, callsPerCheck }: Allowance): number {
  return (hourMs * callsPerCheck) / (callsPerHour * share - callsPerCheck)
}

/** When an account that has `remaining` calls left has so many again that it may be checked. */
export function refilledAt({ callsPerHour, keep }: Allowance, remaining: number | null, now: Date): Date {
  const missing = remaining === null ? 0 : Math.max(0, keep - remaining)
  return new Date(now.getTime() + (missing / callsPerHour) * hourMs)
}
