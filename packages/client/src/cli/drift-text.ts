import { fieldOf, listOf } from './procedure.ts'

/** What a look has found, as lines: each key that somebody else has changed, and the releases that may have done it. */
export function driftText(drift: unknown): string {
  const message = fieldOf(drift, 'message')
  if (typeof message === 'string') return `It could not be looked at: ${message}\n`
  const keys = listOf(drift, 'keys').map((row) => {
    const release = fieldOf(row, 'release')
    const by = typeof release === 'number' ? `, release ${release}` : ''
    return `  ${fieldOf(row, 'key')}  (${fieldOf(row, 'change')}${by})`
  })
  const releases = listOf(drift, 'releases').map((release) => {
    const by = fieldOf(release, 'by')
    const who = typeof by === 'string' ? ` by ${by}` : ''
    return `Release ${fieldOf(release, 'version')}${who}: ${fieldOf(release, 'description')}`
  })
  const end = keys.length === 0 ? ['No key of this sync has been changed by somebody else.'] : releases
  return `${[...keys, ...end].join('\n')}\n`
}

/** Whether somebody else has changed a key of the sync. */
export function drifted(drift: unknown): boolean {
  return listOf(drift, 'keys').length > 0
}
