import { type BrokerSession, ProviderError, type StreamAnswer } from '@app-connections/providers'
import { withDeadline } from '../deadline.ts'
import type { Context } from '../procedure/context.ts'
import { type ConnectionRef, type Opened, openCredential, openRenewed } from './open.ts'
import { noteFailure, noteSuccess } from './outcome.ts'

/** A platform's answer, and what must be taken out of it. */
export interface ForwardedAnswer {
  readonly answer: StreamAnswer
  readonly secrets: readonly string[]
  readonly streams: BrokerSession['streams']
}

/**
 * The door for requests of others: opens the credential, renewed early where its end is near, and lets `send` ask the
 * platform. Where the platform refuses a credential that can be renewed, it is renewed once; only a `repeatable` request
 * is then sent again, any other is answered with the refusal, and the next one finds the renewed credential.
 *
 * Errors: 404 (deleted meanwhile), and whatever the provider rejects with.
 */
export async function forward(
  ctx: Context,
  connection: ConnectionRef,
  { repeatable }: { readonly repeatable: boolean },
  send: (broker: BrokerSession) => Promise<StreamAnswer>,
): Promise<ForwardedAnswer> {
  // The deadline is that of opening and renewing. How long a platform and a caller may take over bodies is not its
  // concern.
  const open = (act: (deadline: AbortSignal) => Promise<Opened>) => withDeadline(ctx.services.upstreamDeadlineMs, act)
  const opened = await open((deadline) => openCredential(ctx, connection, deadline, {}))
  const first = await sendOnce(ctx, opened, send)
  if (first.answer.status !== 401 || !opened.credential.refreshable) return first
  try {
    const renewed = await open((deadline) => openRenewed(ctx, opened, deadline, {}))
    if (!repeatable) return first
    first.answer.body.on('error', () => {}).destroy()
    return await sendOnce(ctx, renewed, send)
  } catch (error) {
    if (!repeatable && error instanceof ProviderError) return first
    throw error
  }
}

/**
 * What requests of others are sent through, for one that the credential is not put in: it says nothing about how the
 * connection is. Errors: those of `openCredential`.
 */
export async function brokerFor(ctx: Context, connection: ConnectionRef): Promise<BrokerSession> {
  const { upstreamDeadlineMs } = ctx.services
  return brokerOf(await withDeadline(upstreamDeadlineMs, (deadline) => openCredential(ctx, connection, deadline, {})))
}

function brokerOf({ row, credential }: Opened): BrokerSession {
  const { broker } = credential.session
  if (broker === undefined) throw new Error(`sessions of ${row.app} send no requests of others`)
  return broker
}

async function sendOnce(
  ctx: Context,
  opened: Opened,
  send: (broker: BrokerSession) => Promise<StreamAnswer>,
): Promise<ForwardedAnswer> {
  const { row, credential } = opened
  const broker = brokerOf(opened)
  try {
    const answer = await send(broker)
    if (answer.status < 400) await noteSuccess(ctx, row)
    else if (answer.status === 401 && !credential.refreshable) await noteFailure(ctx, row, refused())
    return { answer, secrets: broker.secrets, streams: broker.streams }
  } catch (error) {
    throw error instanceof ProviderError ? await noteFailure(ctx, row, error) : error
  }
}

function refused(): ProviderError {
  return new ProviderError('refused', 'The platform refused the credential.', {
    detail: 'status 401 to a forwarded request',
  })
}
