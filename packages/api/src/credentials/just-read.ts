import { type ConnectionRow, type OrgId, type SealedConnection, selectConnectionToUse } from '@app-connections/db'
import type { Context } from '../procedure/context.ts'

/** What was read longer ago is read again, in milliseconds: a credential may have been replaced meanwhile. */
const freshMs = 100

/** Sealed contents that were read together with their rows. They are opened at once, and no operation sees them. */
const sealedOf = new WeakMap<ConnectionRow, { readonly sealed: SealedConnection; readonly at: number }>()

/** A connection that is to be used. */
export interface ToUse {
  readonly row: ConnectionRow
  /** The version of its grants, and the database's clock. */
  readonly grantsVersion: string
  readonly now: Date
}

/** Reads a connection to use it. To open its credential within a moment costs no other read, where its row is given. */
export async function readToUse({ services }: Context, orgId: OrgId, id: string): Promise<ToUse | undefined> {
  const found = await selectConnectionToUse(services.db, orgId, id)
  if (found === undefined) return undefined
  const { connection, grantsVersion, now } = found
  const { credentials: _, ...row } = connection
  sealedOf.set(row, { sealed: connection, at: performance.now() })
  return { row, grantsVersion, now }
}

/** What was read together with a row a moment ago, once. */
export function justRead(row: ConnectionRow): SealedConnection | undefined {
  const read = sealedOf.get(row)
  sealedOf.delete(row)
  return read !== undefined && performance.now() - read.at < freshMs ? read.sealed : undefined
}
