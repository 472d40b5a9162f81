import { type ConnectionRow, type OrgId, selectSealedConnection } from '@app-connections/db'
import { type Credential, ProviderError } from '@app-connections/providers'
import { appSchema } from '@app-connections/schemas'
import { SealingError } from '@app-connections/sealing'
import { withDeadline } from '../deadline.ts'
import { unknownConnection } from '../failures/connections.ts'
import { mayRecover } from '../health/health.ts'
import type { Context } from '../procedure/context.ts'
import { notSetUp } from './consent.ts'
import { justRead } from './just-read.ts'
import { noteFailure } from './outcome.ts'
import { RefreshTimeout, reconnect, refresh } from './refresh.ts'
import { openStored } from './seal.ts'

/** One generation of a connection's credential, opened. The sealed content is not part of it. */
export interface Opened {
  readonly row: ConnectionRow
  readonly credential: Credential
}

/** Which connection, of which organization; with its row where that was read to use it. */
export interface ConnectionRef {
  readonly orgId: OrgId
  readonly id: string
  readonly row?: ConnectionRow
}

/** `evenRefused`: opens also a credential that the platform has refused, to ask whether it still does. */
export interface OpenOptions {
  readonly evenRefused?: boolean
}

/**
 * Opens the credential of a connection, and renews it first where its end is near. An unknown end is no reason to
 * renew: the platform is asked instead. A credential that the platform has refused is not opened. Errors: 404 (deleted
 * meanwhile), `refused` (reconnect it), and the platform's failure where only a renewal helps.
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

/**
 * Renews a credential that the platform has just refused, and opens the new generation. Errors: as `openCredential`,
 * and 400 (no OAuth client).
 */
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
 * Opens a credential to withdraw it. One that has ended is renewed first, with a deadline of its own, because an ended
 * token cannot end its own grant. Where the renewal fails, this returns the old one, and the platform decides about it.
 * Undefined where it does not open at all: that must not prevent a deletion or a replacement. `select` finds the
 * connection; by default it finds only those that are not deleted.
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

/** Opens the credential of a connection in any health. Errors: 404 (deleted meanwhile). */
async function openConnection(
  ctx: Context,
  { orgId, id, row: known }: ConnectionRef,
  select = selectSealedConnection,
): Promise<Opened> {
  const sealed = (known && justRead(known)) ?? (await select(ctx.services.db, orgId, id))
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
 * Renews before the end. While the old credential still works, a failure here is ignored, and the renewal is waited for
 * no longer than one call may take, so that time remains for the use itself.
 */
async function renewEarly(ctx: Context, opened: Opened, deadline: AbortSignal): Promise<void> {
  const { now, refresh: times } = ctx.services
  const alive = () => (opened.row.credential_expires_at?.getTime() ?? 0) > now().getTime()
  if (!alive()) return renew(ctx, opened, deadline)
  const patience = AbortSignal.any([deadline, AbortSignal.timeout(times.callMs)])
  try {
    await refreshOnce(ctx, opened, patience)
  } catch (error) {
    const temporary = error instanceof ProviderError && error.failure !== 'refused'
    if (!temporary) throw error
    if (!alive()) throw await noteRenewal(ctx, opened.row, error)
  }
}

/** Renews where nothing else helps. A failure of the platform becomes the connection's health. */
async function renew(ctx: Context, opened: Opened, deadline: AbortSignal): Promise<void> {
  try {
    await refreshOnce(ctx, opened, deadline)
  } catch (error) {
    throw error instanceof ProviderError ? await noteRenewal(ctx, opened.row, error) : error
  }
}

/** A server without its OAuth client rejects with 400: that says nothing about the credential. */
async function refreshOnce(ctx: Context, { row, credential }: Opened, signal: AbortSignal): Promise<void> {
  if (credential.refresh === undefined) throw notSetUp(appSchema.parse(row.app))
  await refresh(ctx, row, credential.refresh, signal)
}

/**
 * Stores a failed renewal as the connection's health, and returns the failure. A refusal is stored already, and a
 * timeout of this service says nothing about the platform.
 */
async function noteRenewal(ctx: Context, row: ConnectionRow, error: ProviderError): Promise<ProviderError> {
  const noted = error.failure === 'refused' || error instanceof RefreshTimeout
  return noted ? error : noteFailure(ctx, row, error)
}
