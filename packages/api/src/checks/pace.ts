import type { Allowance, Providers } from '@app-connections/providers'
import { appSchema } from '@app-connections/schemas'

/** What is assumed of a platform that does not state its limits: little. */
const littleAllowed: Allowance = { callsPerHour: 600, keep: 0, callsPerCheck: 1 }

/** What a platform allows an account. */
export function allowanceOf(providers: Providers, app: string): Allowance {
  return providers.of(appSchema.parse(app)).allowance ?? littleAllowed
}

/** The largest share of an account's allowance that checks may take. */
const share = 0.05

const hourMs = 3_600_000

/**
 * The longest pause of an account between two checks, in milliseconds: the calls of one check are refilled within an hour,
 * and its pace and the pause that a platform asks for are shorter.
 */
export const longestRestMs = hourMs

/**
 * The time between the starts of two checks of one account, in milliseconds, by which no hour, wherever it begins,
 * exceeds the share. One check less than fits, since an hour may begin and end with one.
 */
export function paceOf({ callsPerHour, callsPerCheck }: Allowance): number {
  return (hourMs * callsPerCheck) / (callsPerHour * share - callsPerCheck)
}

/** When an account that has `remaining` calls left will have enough again for a check. */
export function refilledAt({ callsPerHour, keep }: Allowance, remaining: number | null, now: Date): Date {
  const missing = remaining === null ? 0 : Math.max(0, keep - remaining)
  return new Date(now.getTime() + (missing / callsPerHour) * hourMs)
}
