import type { Connected } from '@app-connections/providers'
import type { App } from '@app-connections/schemas'
import { withDeadline } from '../deadline.ts'
import type { Services } from '../services/services.ts'

/**
 * Checks credentials from a caller at their platform. `method` takes secret fields; a method by consent is refused
 * before. Rejects with the platform's failure.
 */
export function connect(
  { providers, upstreamDeadlineMs }: Services,
  app: App,
  given: { method: string; credentials: unknown },
): Promise<Connected> {
  return withDeadline(upstreamDeadlineMs, (deadline) => {
    const connected = providers.of(app).method(given.method)?.connect?.(given.credentials, deadline)
    if (connected === undefined) throw new Error(`${app} is not connected by ${given.method}`)
    return connected
  })
}
