/** How it ended: what the filter offers. */
export const outcomeOptions = [
  ['success', 'Done'],
  ['denied', 'Denied'],
  ['refused', 'Refused'],
  ['failed', 'Failed'],
  ['attempted', 'Attempted'],
] as const

export function outcomeInWords(outcome: string): string {
  return outcomeOptions.find(([value]) => value === outcome)?.[1] ?? outcome
}
