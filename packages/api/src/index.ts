export { anonymous, type Caller, type Identity, type Person } from './access/actor.ts'
export { callerOfAccessToken, callerOfPersonalToken, callerOfSession } from './access/callers.ts'
export { noteEndedUse } from './access-tokens/ended-use.ts'
export { auditEvent } from './audit/event.ts'
export { useConnection } from './broker/call.ts'
export { createKeptRights } from './broker/kept-rights.ts'
export { runDueChecks } from './checks/run-due.ts'
export { refreshesSettled } from './credentials/refresh.ts'
export { runDueWithdrawals } from './credentials/run-due-withdrawals.ts'
export { failures } from './failures/catalogue.ts'
export { OperationError } from './failures/operation-error.ts'
export { platformFailures } from './failures/platform.ts'
export { type PublicError, publicError } from './failures/public-error.ts'
export type { JobRun } from './job.ts'
export { runDueNotices } from './notices/run-due.ts'
export { noteWrongPassword } from './passwords/alarm.ts'
export { giveTurnsBack, type PasswordBudget, takeTurn } from './passwords/brake.ts'
export { requireFitPassword } from './passwords/guessable.ts'
export { createOperatorReset } from './people/operator-reset.ts'
export { type SessionRecorder, sessionEvents, signInBody, signInEvents } from './people/session-events.ts'
export type { Context, RequestInfo } from './procedure/context.ts'
export { noteRequest } from './procedure/trpc.ts'
export { bringBackPutOff } from './put-off/bring-back.ts'
export { type AppRouter, appRouter, callProcedure, isProcedure, type ProcedurePath } from './root.ts'
export { runDueSyncs } from './secret-syncs/run-due.ts'
export { createAfterwards } from './services/afterwards.ts'
export { createFlights } from './services/flights.ts'
export { createLateEvents } from './services/late-events.ts'
export {
  callsPerMinute,
  createLimits,
  type LimitKind,
  type Limits,
  networkOf,
  noLimits,
  reserveInMemory,
} from './services/limits.ts'
export { createMailer, type Mailer } from './services/mailer.ts'
export { createOutbound, type Outbound, type OutboundOptions } from './services/outbound.ts'
export { createRefusals, type Refusals } from './services/refusals.ts'
export type { Services } from './services/services.ts'
export { createTokenUses, type TokenUses } from './services/token-uses.ts'
export { createTurnsOfProcess } from './services/turns.ts'
export { createUses } from './services/uses.ts'
