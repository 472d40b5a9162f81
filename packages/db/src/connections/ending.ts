import { type RawBuilder, sql } from 'kysely'

/** Which credentials end: before a time, except by methods that the service renews itself. */
export interface Ending {
  before: Date
  renewed: readonly { app: string; method: string }[]
}

/** The condition on `connections`, true or false for every row. Its text does not depend on the number of methods. */
export function ends({ before, renewed }: Ending): RawBuilder<boolean> {
  const apps = renewed.map(({ app }) => app)
  const methods = renewed.map(({ method }) => method)
  return sql<boolean>`(credential_expires_at is not null and credential_expires_at <= ${before}
    and not exists (select from unnest(${apps}::text[], ${methods}::text[]) as r (app, method)
      where r.app = connections.app and r.method = connections.method))`
}
