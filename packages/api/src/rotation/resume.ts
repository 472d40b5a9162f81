import {
  type ConnectionRow,
  notePlatformId,
  putOffCredential,
  type RotatedCredentialRow,
  selectConnectionOrDeleted,
  selectRotatedCredential,
  selectRotation,
} from '@app-connections/db'
import type { ClaimedCredential } from '@app-connections/db/system'
import { ProviderError } from '@app-connections/providers'
import { rotationKindSchema } from '@app-connections/schemas'
import { openCredential } from '../credentials/open.ts'
import { withDeadline } from '../deadline.ts'
import { rotationOvertaken } from '../failures/rotation.ts'
import type { Context } from '../procedure/context.ts'
import { endDueOf } from './end.ts'
import { type Failing, isExpected, noteFailed } from './fail.ts'
import { presentRotation } from './present.ts'
import { promote } from './promote.ts'
import { noVerdict } from './trial.ts'

/** How often it is looked whether a credential was made: the call that makes it may still be under way. */
const looks = 2

/** How often a pending credential is tried while its platform gives no verdict, and the pause between, in seconds. */
const mostTrials = 4
const betweenTrials = 5 * 60

/**
 * Goes on with a rotation that a killed process or a lost answer has left. A credential that may have been made is looked
 * for by its mark at the account, and ended, since its secret is lost; a pending one is tried, and takes its place or is
 * ended.
 */
export async function resumeClaimed(ctx: Context, claim: ClaimedCredential): Promise<void> {
  const { db } = ctx.services
  const row = await selectConnectionOrDeleted(db, claim.orgId, claim.connectionId)
  const kept = await selectRotatedCredential(db, claim, claim.id)
  const rotation = await selectRotation(db, claim.orgId, claim.id)
  if (row === undefined || kept === undefined || rotation === undefined || kept.state !== claim.state) return
  const kind = rotationKindSchema.parse(rotation.kind)
  const resumed = { row, kept, failing: { row, ref: claim, kind, credential: 'ending' } } as const
  if (kept.state === 'making') await lookFor(ctx, resumed, claim.tries)
  else await goOn(ctx, resumed, claim.tries)
  await endDueOf(ctx, claim.connectionId)
}

interface Resumed {
  readonly row: ConnectionRow
  readonly kept: RotatedCredentialRow
  readonly failing: Failing
}

class Interrupted extends ProviderError {
  constructor(how: string) {
    super('unavailable', `The rotation was cut off, and ${how}. The connection keeps its credential.`)
  }
}

async function lookFor(ctx: Context, { row, kept, failing }: Resumed, tries: number): Promise<void> {
  const { db, rotation, upstreamDeadlineMs } = ctx.services
  const present = row.account.id === kept.account_id ? await presentRotation(ctx, row) : undefined
  try {
    const [found] = (await withDeadline(upstreamDeadlineMs, async (deadline) => present?.find(kept.id, deadline))) ?? []
    if (found !== undefined) {
      await notePlatformId(db, failing.ref, found)
      await noteFailed(ctx, failing, new Interrupted('what it had made is ended'))
    } else if (present === undefined) {
      // Whether it was made can only be found out at the account that it would belong to: it is ended, or open.
      await noteFailed(ctx, failing, new Interrupted('the connection is of another account by now'))
    } else if (tries < looks) {
      const seconds = rotation.lookAgainMs / 1000
      await putOffCredential(db, failing.ref, 'making', { seconds, reason: 'It is looked for once more.' })
    } else {
      await noteFailed(ctx, { ...failing, credential: 'absent' }, new Interrupted('nothing had been made'))
    }
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error
    await noteFailed(ctx, failing, error)
  }
}

async function goOn(ctx: Context, { row, kept, failing }: Resumed, tries: number): Promise<void> {
  const { db, upstreamDeadlineMs } = ctx.services
  try {
    if (row.deleted_at !== null) throw rotationOvertaken()
    await withDeadline(upstreamDeadlineMs, async (deadline) => {
      const connection = { orgId: row.org_id, id: row.id }
      const opened = await openCredential(ctx, connection, deadline, { evenRefused: true })
      const platformId = (await opened.credential.rotation?.own(deadline).catch(unknownId)) ?? null
      await promote(ctx, { opened, kept, platformId, kind: failing.kind }, deadline)
    })
  } catch (error) {
    if (!isExpected(error)) throw error
    const undecided = error instanceof ProviderError && noVerdict.has(error.failure) && tries < mostTrials
    if (!undecided) await noteFailed(ctx, failing, error)
    else await putOffCredential(db, failing.ref, 'pending', { seconds: betweenTrials, reason: error.message })
  }
}

/** The present credential may not work any more; then the one before stays open. */
function unknownId(error: unknown): undefined {
  if (!(error instanceof ProviderError)) throw error
}
