import { selectSecretPage } from '@app-connections/db'
import { type KeysPage, keysAPage, type ListKeys } from '@app-connections/schemas'
import type { MemberContext } from '../procedure/context.ts'
import { listed } from '../procedure/long-answer.ts'
import { placeFor } from './place.ts'
import { shapeSecret } from './shape.ts'

/** A page of a set's keys by name; none where there is no such set. Opens no value. Errors: 404 (the project). */
export async function listKeys({ ctx, input }: { ctx: MemberContext; input: ListKeys }): Promise<KeysPage> {
  const { page, search = '' } = input
  const place = placeFor(ctx, input, 'read')
  const words = search.split(/\s+/).filter((word) => word !== '')
  const wanted = { ...place, words, limit: keysAPage, offset: (page - 1) * keysAPage }
  const rows = await listed(ctx, () => selectSecretPage(ctx.services.db, wanted))
  return {
    secrets: rows.map((row) => shapeSecret(row, place.projectId, undefined)),
    total: rows[0]?.total ?? 0,
    perPage: keysAPage,
  }
}
