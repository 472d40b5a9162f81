/** Whether the previous secret still signs at `now` (milliseconds). */
export function overlapsAt(previousSecretUntil: string | null, now: number): boolean {
  return previousSecretUntil !== null && Date.parse(previousSecretUntil) > now
}
