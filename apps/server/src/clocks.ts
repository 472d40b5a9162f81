/** Clocks that are no further apart than this, in milliseconds, count as one. */
const apartMs = 5_000

/** What an operator should know of the clocks of this machine and of the database; undefined where they agree. */
export function clocksApart(ofDatabase: Date): string | undefined {
  const ms = Math.abs(ofDatabase.getTime() - Date.now())
  return ms < apartMs
    ? undefined
    : `the clocks of this machine and of the database are ${Math.round(ms / 1000)} s apart: set them by NTP`
}
