import { type ConnectionRow, type OrgId, selectSealedConnection } from '@app-connections/db'
import { type Credential, ProviderError } from '@app-connections/providers'
import { appSchema } from '@app-connections/schemas'
import { SealingError } from '@app-connections/sealing'
import { withDeadline } from '../deadline.ts'
import { unknownConnection } from '../failures/connections.ts'
import { mayRecover } from '../health/health.ts'
import type { Context } from '../procedure/context.ts'
import { notSetUp } from './consent.ts'
import { noteFailure } from './outcome.ts'
import { RefreshTimeout, reconnect, refresh } from './refresh.ts'
import { openStored } from './seal.ts'

/** A generation of a connection's credential, opened. What was sealed stays behind it. */
export interface Opened {
  readonly row: ConnectionRow
  readonly credential: Credential
}

/** Which connection, of which organization. */
export interface ConnectionRef {
  readonly orgId: OrgId
  readonly id: string
}

/** `evenRefused`: also one that the platform has refused, to ask whether it still does. */
export interface OpenOptions {
  readonly evenRefused?: boolean
}

/**
 * Opens the credential of a connection, renewed first where its end is near. An unknown end is no reason to renew: the
 * platform is asked instead. A credential that the platform has refused is not opened again.
 * Errors: 404 (deleted meanwhile), `refused` (reconnect it), and the platform's failure where nothing but a renewal helps.
 */
export async function openCredential(
  ctx: Context,
  connection: ConnectionRef,
  deadline: AbortSignal,
  options: OpenOptions,
): Promise<Opened> {
  const opened = await openUnlessRefused(ctx, connection, options)
  if (!opened.credential.refreshable || opened.credential.refresh === undefined || !endsSoon(ctx, opened.row)) {
    return opened
  }
  await renewEarly(ctx, opened, deadline)
  return openUnlessRefused(ctx, connection, options)
}

/** Renews a credential that the platform has just refused, and opens what came of it. Errors: as above, 400 (no client). */
export async function openRenewed(
  ctx: Context,
  opened: Opened,
  deadline: AbortSignal,
  options: OpenOptions,
): Promise<Opened> {
  await renew(ctx, opened, deadline)
  return openUnlessRefused(ctx, { orgId: opened.row.org_id, id: opened.row.id }, options)
}

/**
 * Opens a credential to withdraw it: renewed first where it has ended, because a dead token cannot end its own grant.
 * Where that fails the old one is given back, and the platform will say what it thinks of it. Undefined where it does
 * not open at all: that must keep nobody from deleting the connection or putting a new credential in its place. The
 * renewal has a deadline of its own. `select`: where the connection is looked for, among those that are there unless told.
 */
export async function openToWithdraw(
  ctx: Context,
  connection: ConnectionRef,
  select = selectSealedConnection,
): Promise<Opened | undefined> {
  const opened = await openConnection(ctx, connection, select).catch((error: unknown) => {
    if (error instanceof SealingError) return undefined
    throw error
  })
  if (opened === undefined) return undefined
  const { row, credential } = opened
  const renewable = row.health !== 'reconnect_required' && credential.refreshable && endsSoon(ctx, row)
  if (credential.refresh === undefined || !renewable) return opened
  try {
    await withDeadline(ctx.services.upstreamDeadlineMs, (deadline) => refreshOnce(ctx, opened, deadline))
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error
    return opened
  }
  return openConnection(ctx, connection, select)
}

async function openUnlessRefused(ctx: Context, connection: ConnectionRef, options: OpenOptions): Promise<Opened> {
  const opened = await openConnection(ctx, connection)
  const { health, health_reason: reason } = opened.row
  if (health === 'reconnect_required' && !(options.evenRefused === true && mayRecover(reason))) throw reconnect(reason)
  return opened
}

/** Opens the credential of a connection, however it is. Errors: 404 (deleted meanwhile). */
async function openConnection(
  ctx: Context,
  { orgId, id }: ConnectionRef,
  select = selectSealedConnection,
): Promise<Opened> {
  const sealed = await select(ctx.services.db, orgId, id)
  if (sealed === undefined) throw unknownConnection(id)
  const { credentials, ...row } = sealed
  const keys = await ctx.services.keyring.forOrg(orgId)
  const stored = openStored(keys, { orgId, id, sealRevision: row.seal_revision }, credentials)
  return { row, credential: ctx.services.providers.of(appSchema.parse(row.app)).open(row.method, stored) }
}

function endsSoon(ctx: Context, row: ConnectionRow): boolean {
  if (row.credential_expires_at === null) return false
  return row.credential_expires_at.getTime() - ctx.services.now().getTime() < ctx.services.refresh.marginMs
}

/**
 * Renews before the end. What fails here may pass: while the old credential still lives, it is used, and it is not waited
 * for longer than one call takes, so that the use itself still has its time.
 */
async function renewEarly(ctx: Context, opened: Opened, deadline: AbortSignal): Promise<void> {
  const { now, refresh: times } = ctx.services
  const alive = () => (opened.row.credential_expires_at?.getTime() ?? 0) > now().getTime()
  if (!alive()) return renew(ctx, opened, deadline)
  const patience = AbortSignal.any([deadline, AbortSignal.timeout(times.callMs)])
  try {
    await refreshOnce(ctx, opened, patience)
  } catch (error) {
    const passing = error instanceof ProviderError && error.failure !== 'refused'
    if (!passing) throw error
    if (!alive()) throw await noteRenewal(ctx, opened.row, error)
  }
}

/** Renews what nothing can be done without: how that fails is how the connection is. */
async function renew(ctx: Context, opened: Opened, deadline: AbortSignal): Promise<void> {
  try {
    await refreshOnce(ctx, opened, deadline)
  } catch (error) {
    throw error instanceof ProviderError ? await noteRenewal(ctx, opened.row, error) : error
  }
}

/** A server that has lost its OAuth client says so: that is nothing the credential has become. */
async function refreshOnce(ctx: Context, { row, credential }: Opened, signal: AbortSignal): Promise<void> {
  if (credential.refresh === undefined) throw notSetUp(appSchema.parse(row.app))
  await refresh(ctx, row, credential.refresh, signal)
}

/** Notes how the platform failed a renewal. What it refused has been noted with that, and our own delays are not its. */
async function noteRenewal(ctx: Context, row: ConnectionRow, error: ProviderError): Promise<ProviderError> {
  const noted = error.failure === 'refused' || error instanceof RefreshTimeout
  return noted ? error : noteFailure(ctx, row, error)
}
