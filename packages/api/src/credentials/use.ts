import type { OrgId } from '@app-connections/db'
import { type ConnectionRow, recordUse, selectConnection, selectSealedConnection } from '@app-connections/db'
import { type OAuth, type Provider, ProviderError } from '@app-connections/providers'
import { type App, appSchema } from '@app-connections/schemas'
import { SealingError } from '@app-connections/sealing'
import { withDeadline } from '../deadline.ts'
import { OperationError } from '../failures/errors.ts'
import { failureChange, type HealthChange, healthy, isCondemned, mayRecover } from '../health/health.ts'
import { healthNotice } from '../health/notice.ts'
import type { Context } from '../procedure/context.ts'
import { requireOAuth } from './oauth-client.ts'
import { type Generation, reconnect, refresh, StillRenewing } from './refresh.ts'
import { openStored } from './seal.ts'

/** A success is noted at most so often, in milliseconds: a busy connection must not be written at every call. */
const noteSuccessEveryMs = 60_000

/**
 * The one door to a credential: opens it, renews it first where its end is near, lets `use` call the platform, renews it
 * once and tries again where the platform refuses it, and notes how the connection is. An unknown end is no reason to
 * renew: the platform is asked instead. `deadline` covers everything the caller waits for. A credential that the platform
 * has refused is not opened again, unless `evenRefused` asks whether it still is.
 *
 * Errors: 404 (deleted meanwhile), and whatever the provider rejects with.
 */
export async function useCredential<T>(
  ctx: Context,
  connection: { orgId: OrgId; id: string },
  use: (provider: Provider<App>, stored: unknown, deadline: AbortSignal, row: ConnectionRow) => Promise<T>,
  options: { evenRefused?: boolean } = {},
): Promise<T> {
  const deadline = AbortSignal.timeout(ctx.services.upstreamDeadlineMs)
  let { row, stored } = await open(ctx, connection, options)
  const provider = ctx.services.providers.of(appSchema.parse(row.app))
  const renewable = provider.refreshable(stored)
  const { oauth } = provider

  if (renewable && oauth !== undefined && endsSoon(ctx, row)) {
    await renewEarly(ctx, { row, stored }, oauth, deadline)
    ;({ row, stored } = await open(ctx, connection, options))
  }
  try {
    const result = await use(provider, stored, deadline, row)
    await noteSuccess(ctx, row)
    return result
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error
    if (error.failure !== 'refused' || !renewable) throw await noteFailure(ctx, row, error)
  }
  // A server that has lost its OAuth client says so: that is nothing the credential has become.
  await renew(ctx, { row, stored }, requireOAuth(ctx.services, provider.app), deadline)
  const fresh = await open(ctx, connection, options)
  try {
    const result = await use(provider, fresh.stored, deadline, fresh.row)
    await noteSuccess(ctx, fresh.row)
    return result
  } catch (error) {
    throw error instanceof ProviderError ? await noteFailure(ctx, fresh.row, error) : error
  }
}

async function open(
  ctx: Context,
  connection: { orgId: OrgId; id: string },
  { evenRefused = false }: { evenRefused?: boolean },
): Promise<Generation> {
  const generation = await openConnection(ctx, connection)
  const { health, health_reason: reason } = generation.row
  if (health === 'reconnect_required' && !(evenRefused && mayRecover(reason))) throw reconnect(reason)
  return generation
}

/**
 * Opens a credential to withdraw it: renewed first where it has ended, because a dead token cannot end its own grant.
 * Where that fails the old one is given back, and the platform will say what it thinks of it. Undefined where it does
 * not open at all: that must keep nobody from deleting the connection or putting a new credential in its place. The
 * renewal has a deadline of its own. `select`: where the connection is looked for, among those that are there unless told.
 */
export async function openToWithdraw(
  ctx: Context,
  connection: { orgId: OrgId; id: string },
  select = selectSealedConnection,
): Promise<Generation | undefined> {
  const generation = await openConnection(ctx, connection, select).catch((error: unknown) => {
    if (error instanceof SealingError) return undefined
    throw error
  })
  if (generation === undefined) return undefined
  const { row, stored } = generation
  const provider = ctx.services.providers.of(appSchema.parse(row.app))
  const renewable = row.health !== 'reconnect_required' && provider.refreshable(stored) && endsSoon(ctx, row)
  if (provider.oauth === undefined || !renewable) return generation
  const { oauth } = provider
  try {
    await withDeadline(ctx.services.upstreamDeadlineMs, (deadline) => refresh(ctx, generation, oauth, deadline))
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error
    return generation
  }
  return openConnection(ctx, connection, select)
}

/** Opens the credential of a connection, however it is. Errors: 404 (deleted meanwhile). */
async function openConnection(
  ctx: Context,
  { orgId, id }: { orgId: OrgId; id: string },
  select = selectSealedConnection,
): Promise<Generation> {
  const sealed = await select(ctx.services.db, orgId, id)
  if (sealed === undefined) throw new OperationError('NotFound', `Could not find App Connection with ID ${id}`)
  const { credentials, ...row } = sealed
  const keys = await ctx.services.keyring.forOrg(orgId)
  return { row, stored: openStored(keys, { orgId, id, sealRevision: row.seal_revision }, credentials) }
}

function endsSoon(ctx: Context, row: ConnectionRow): boolean {
  if (row.credential_expires_at === null) return false
  return row.credential_expires_at.getTime() - ctx.services.now().getTime() < ctx.services.refresh.marginMs
}

/**
 * Renews before the end. What fails here may pass: while the old credential still lives, it is used, and it is not waited
 * for longer than one call takes, so that the use itself still has its time.
 */
async function renewEarly(ctx: Context, generation: Generation, oauth: OAuth, deadline: AbortSignal): Promise<void> {
  const { now, refresh: times } = ctx.services
  const alive = () => (generation.row.credential_expires_at?.getTime() ?? 0) > now().getTime()
  if (!alive()) return renew(ctx, generation, oauth, deadline)
  const patience = AbortSignal.any([deadline, AbortSignal.timeout(times.callMs)])
  try {
    await refresh(ctx, generation, oauth, patience)
  } catch (error) {
    const passing = error instanceof ProviderError && error.failure !== 'refused'
    if (!passing) throw error
    if (!alive()) throw await noteRenewal(ctx, generation.row, error)
  }
}

/** Renews what nothing can be done without: how that fails is how the connection is. */
async function renew(ctx: Context, generation: Generation, oauth: OAuth, deadline: AbortSignal): Promise<void> {
  try {
    await refresh(ctx, generation, oauth, deadline)
  } catch (error) {
    throw error instanceof ProviderError ? await noteRenewal(ctx, generation.row, error) : error
  }
}

/** Notes how the platform failed a renewal. What it refused has been noted with that, and our own delays are not its. */
async function noteRenewal(ctx: Context, row: ConnectionRow, error: ProviderError): Promise<ProviderError> {
  const noted = error.failure === 'refused' || error instanceof StillRenewing
  return noted ? error : noteFailure(ctx, row, error)
}

async function noteSuccess(ctx: Context, row: ConnectionRow): Promise<void> {
  const now = ctx.services.now()
  await note(ctx, row, (current) => {
    const noted = current.last_success_at?.getTime() ?? 0
    if (current.health === 'healthy' && now.getTime() - noted < noteSuccessEveryMs) return undefined
    const changes = healthy(now)
    return current.health === 'healthy' ? { ...changes, health_since: current.health_since ?? now } : changes
  })
}

/** Notes a failure that says something about the connection, and gives the failure back. */
async function noteFailure(ctx: Context, row: ConnectionRow, error: ProviderError): Promise<ProviderError> {
  await note(ctx, row, (current) => failureChange(current, error, ctx.services.now()))
  return error
}

/** How often a note is made anew because the health it was made from had changed meanwhile. */
const mostNotes = 5

/**
 * Writes how the connection now is, with what is told of that, as a change of what it was. Not where it has been learned
 * meanwhile that only another credential helps: no answer to an older call can say otherwise.
 */
async function note(
  ctx: Context,
  row: ConnectionRow,
  changeOf: (current: ConnectionRow) => HealthChange | undefined,
): Promise<void> {
  const { services } = ctx
  let current: ConnectionRow | undefined = row
  for (let tries = 0; tries < mostNotes && current?.seal_revision === row.seal_revision; tries += 1) {
    const change = isCondemned(current) ? undefined : changeOf(current)
    if (change === undefined) return
    const notice = healthNotice(current, change, services.now())
    if (await recordUse(services.db, current, change, notice)) {
      if (notice !== undefined) services.wake()
      return
    }
    current = await selectConnection(services.db, row.org_id, row.id)
  }
}
