/** Whether the secret before the current one still signs as well at `now` (milliseconds). */
export function overlapsAt(previousSecretUntil: string | null, now: number): boolean {
  return previousSecretUntil !== null && Date.parse(previousSecretUntil) > now
}
