import type { Sync } from '@app-connections/schemas'
import type { AppLabels } from '@/components/connections/labels.ts'

/** The name of the resource that a sync sets values of. */
export function destinationName({ destination, destinationConfig }: Sync, labels: AppLabels): string {
  const field = labels.apps[destination]?.syncName
  return (field === undefined ? undefined : destinationConfig[field]) ?? destination
}
