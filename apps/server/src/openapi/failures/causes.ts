import { failures, type OperationError, type PublicError, publicError } from '@app-connections/api'
import { ProviderError, platformSentences } from '@app-connections/providers'
import { type App, appName, apps } from '@app-connections/schemas'
import { exampleIds } from '../words/examples.ts'

/** One reason for which a call fails: what its caller is told. */
export type Cause = PublicError

function cause(thrown: OperationError | ProviderError): Cause {
  return publicError(thrown, exampleIds.reqId)
}

const { connectionId, projectId } = exampleIds
const name = 'storefront'

/** What any call may meet. */
export const anyCall: readonly Cause[] = [
  cause(failures.tooManyCalls(20)),
  cause(failures.defect()),
  cause(failures.databaseUnavailable()),
]

/** What any call with a bearer may meet. */
export const anyBearer: readonly Cause[] = [cause(failures.tokenRefused()), untrustedAddress()]

/** What any call with a body may meet. */
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
export const changedSince = cause(failures.changedSince())
export const keyInUse = [cause(failures.keyUsedWithOtherBody()), cause(failures.keyUnderWay())]
export const loginRefused = cause(failures.loginRefused())
export const tokenEnded = cause(failures.tokenEnded())
export const tokenNotRenewable = cause(failures.tokenNotRenewable())

export function otherAppByName(app: App): Cause {
  return cause(failures.otherApp('name', name, app))
}

/** What a connection's id may lead to. */
export function unknownOrOther(app: App): readonly Cause[] {
  return [cause(failures.unknownConnection(connectionId)), cause(failures.otherApp('ID', connectionId, app))]
}

/** That the platform limits the account's calls, of which a check cannot make a finding. */
export function platformLimit(app: App): Cause {
  return cause(new ProviderError('rate_limited', platformSentences.limited(appName(app))))
}

/** What asking the platform may lead to. */
export function fromPlatform(app: App): readonly Cause[] {
  const platform = appName(app)
  return [
    cause(new ProviderError('refused', apps[app].examples.refusal)),
    cause(new ProviderError('unavailable', platformSentences.unusable(platform))),
    platformLimit(app),
    cause(new ProviderError('timed_out', platformSentences.tooSlow(platform))),
  ]
}
