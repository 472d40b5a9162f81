import type { Health } from '@app-connections/schemas'
import { Badge } from '@/components/ui/badge.tsx'
import { healthWords } from './health-words.ts'

export function HealthBadge({ health }: { health: Health }) {
  const { name, look } = healthWords[health.status]
  return <Badge look={look}>{name}</Badge>
}
