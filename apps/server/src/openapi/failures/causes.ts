import { failures, type OperationError, type PublicError, publicError } from '@app-connections/api'
import { ProviderError, platformSentences } from '@app-connections/providers'
import { type App, appName, apps, methodFacts, methodsOf } from '@app-connections/schemas'
import { exampleIds } from '../words/examples.ts'

/** One reason for a failure, as its caller sees it. */
export type Cause = PublicError

function cause(thrown: OperationError | ProviderError): Cause {
  return publicError(thrown, exampleIds.reqId)
}

const { connectionId, grantId, projectId } = exampleIds
const name = 'storefront'

/** The failures of any call. */
export const anyCall: readonly Cause[] = [
  cause(failures.tooManyCalls(20)),
  cause(failures.defect()),
  cause(failures.databaseUnavailable()),
]

/** The failures of any call with a bearer token. */
export const anyBearer: readonly Cause[] = [cause(failures.tokenRefused()), untrustedAddress()]

/** The failures of any call with a body. */
export const anyBody: readonly Cause[] = [
  cause(failures.notJson()),
  cause(failures.bodyTooLarge()),
  cause(failures.wrongMediaType()),
]

export function untrustedAddress(): Cause {
  return cause(failures.untrustedAddress())
}

export function denied(action: string, subject = 'app-connections'): Cause {
  return cause(failures.denied(action, subject))
}

export const unknownProject = cause(failures.unknownProject(projectId))
export const unknownName = cause(failures.unknownConnectionName(name, 'organization'))
export const nameTaken = cause(failures.nameTaken(name))
export const strangeCursor = cause(failures.strangeCursor())
export const tooManyForOneAnswer = cause(failures.tooManyForOneAnswer(10_000))
export const keepsChanging = cause(failures.keepsChanging())
export const changedSince = cause(failures.changedSince())
export const unknownSet = cause(failures.unknownSet('/', 'production', projectId))
export const syncNameTaken = cause(failures.syncNameTaken(name, projectId))
export const jobUnderWay = cause(failures.jobUnderWay())
export const sourceInPart = cause(failures.sourceInPart())
export const setIncomplete = cause(failures.setIncomplete(['LOG_LEVEL']))
export const planConflicts = cause(failures.planConflicts(['LOG_LEVEL']))
export const planMoved = cause(failures.planMoved('app'))
export const planEnded = cause(failures.planEnded())
export const approvalNeeded = cause(failures.approvalNeeded(exampleIds.planId))
export const otherHash = cause(failures.otherHash())
export const notApprover = cause(failures.notApprover())
export const syncUnderWay = cause(failures.syncUnderWay())
export const unknownPlan = cause(failures.unknownPlan(exampleIds.planId))
export const nothingToUndo = cause(failures.nothingToUndo())
export const releaseUnderWay = cause(failures.releaseUnderWay())
export const unknownGrant = cause(failures.unknownGrant(grantId))
export const grantEnded = cause(failures.grantEnded(grantId))
export const unknownLease = cause(failures.unknownLease(exampleIds.leaseId))
export const leaseEnded = cause(failures.leaseEnded(exampleIds.leaseId))
export const tooManyGrants = cause(failures.tooManyGrants(10_000))
export const keyInUse = [cause(failures.keyUsedWithOtherBody()), cause(failures.keyUnderWay())]
export const unknownSecret = cause(failures.unknownSecret('LOG_LEVEL'))
export const secretExists = cause(failures.secretExists('LOG_LEVEL'))
export const secretTwice = cause(failures.secretTwice('LOG_LEVEL'))
export const tooManySecrets = cause(failures.tooManySecrets(10_000))
export const noFormIn = cause(failures.noFormIn('docker', ['LOG_LEVEL'], 1))
export const textNotRead = cause(failures.textNotRead('dotenv', 3, 'LOG_LEVEL', 'something follows its value'))
export const textUnclear = cause(failures.textUnclear(3, 'LOG_LEVEL'))
export const namedTwice = cause(failures.namedTwice('LOG_LEVEL', 3, 7))
export const tooManyAtOnce = cause(failures.tooManyAtOnce(1_000))
export const tooManySets = cause(failures.tooManySets(1_000))
export const loginRefused = cause(failures.loginRefused())
export const tokenEnded = cause(failures.tokenEnded())
export const tokenNotRenewable = cause(failures.tokenNotRenewable())

export const authorizationPending = cause(failures.authorizationPending())
export const slowDown = cause(failures.slowDown())
export const accessDenied = cause(failures.accessDenied())
export const expiredToken = cause(failures.expiredToken())
export const deviceCodeUsed = cause(failures.deviceCodeUsed())
export const personalTokenElsewhere = cause(failures.personalTokenElsewhere())

export function noGrants(app: App): Cause {
  return cause(failures.noGrants(app))
}

export function otherAppByName(app: App): Cause {
  return cause(failures.otherApp('name', name, app))
}

/** The failure of a call about rotation where a method of the app has none. */
export function rotationNotSupported(app: App): Cause {
  const without = methodsOf(app).find((method) => methodFacts(app, method)?.rotates !== true)
  return cause(failures.rotationNotSupported(app, `${without}`))
}

export const rotationNotConfigured = cause(failures.rotationNotConfigured())
export const rotationUnderWay = cause(failures.rotationUnderWay())
export const nothingToRollBackTo = cause(failures.nothingToRollBackTo('the credential before has ended'))
export const notOpenToSettle = cause(failures.notOpenToSettle(connectionId))

/** The failures of a rotation that began. */
export const rotationFailed = [
  rotationUnderWay,
  cause(failures.rotationOvertaken()),
  cause(failures.rotationTrialFailed('is of another account')),
]

/** The failures of opening a lease. */
export const leaseRefused = [
  cause(failures.leaseNotGranted()),
  cause(failures.leaseScopesNotGranted(['global'], ['read'])),
  cause(failures.leaseTooLong(900)),
  cause(failures.grantUsedUp()),
  cause(failures.changesUsedUp()),
  cause(failures.tooManyLeases(100)),
  cause(failures.leaseLost()),
]

export function noLeases(app: App): Cause {
  return cause(failures.noLeases(app))
}

/** The failures of a call with a connection's id. */
export function unknownOrOther(app: App): readonly Cause[] {
  return [cause(failures.unknownConnection(connectionId)), cause(failures.otherApp('ID', connectionId, app))]
}

/** The failures of a call with a sync's id. */
export function unknownSyncOrOther(app: App): readonly Cause[] {
  return [cause(failures.unknownSync(exampleIds.syncId, app)), cause(failures.otherDestination(exampleIds.syncId, app))]
}

export function unknownSyncName(app: App): Cause {
  return cause(failures.unknownSyncName(name, app))
}

/** The failure of a check when the platform limits the account's calls, which says nothing about the credential. */
export function platformLimit(app: App): Cause {
  return cause(new ProviderError('rate_limited', platformSentences.limited(appName(app))))
}

/** The failures of a call that asks the platform. */
export function fromPlatform(app: App): readonly Cause[] {
  const platform = appName(app)
  return [
    cause(new ProviderError('refused', apps[app].examples.refusal)),
    cause(new ProviderError('unavailable', platformSentences.unusable(platform))),
    platformLimit(app),
    cause(new ProviderError('timed_out', platformSentences.tooSlow(platform))),
  ]
}
