import { type App, appName } from '@app-connections/schemas'
import { answersOf, rotationAnswer } from '../answers/answers.ts'
import { identifierOf } from '../answers/connection-answers.ts'
import * as cause from '../failures/causes.ts'
import type { CallsByProcedure } from './call.ts'

/** The calls about the rotation of a connection of one app. */
export function rotationCallsOf(app: App): CallsByProcedure {
  const title = appName(app)
  const id = identifierOf(app)
  const { one } = answersOf(app)
  const ofOne = [...cause.unknownOrOther(app), cause.rotationNotSupported(app)]
  const ofChange = [...ofOne, cause.denied('edit')]
  return {
    'appConnections.rotateCredentials': {
      operationId: `rotate${id}Credentials`,
      summary: `Rotate the credential of a ${title} connection now`,
      description:
        'Makes another one of the same account, tries it and has it take the place of the present one, which is kept for the overlap and then ended. A failure leaves the connection with what it has; what was left is ended in the background.',
      answer: one,
      causes: [...[...ofChange, cause.rotationNotConfigured, ...cause.rotationFailed], ...cause.fromPlatform(app)],
    },
    'appConnections.rotation': {
      operationId: `get${id}Rotation`,
      summary: `Read the rotation of a ${title} connection`,
      description: 'Its settings, what is current and previous, what is left to be ended, and the last ten rotations.',
      answer: rotationAnswer,
      causes: ofOne,
    },
    'appConnections.setRotation': {
      operationId: `set${id}Rotation`,
      summary: `Set when the credential of a ${title} connection is rotated`,
      description: 'The next time is reckoned from today; the same settings again leave it.',
      answer: one,
      example: { rotationInterval: 30, rotateAtUtc: { hours: 3, minutes: 0 }, overlapDays: 1 },
      causes: [...ofChange, cause.keepsChanging],
    },
    'appConnections.stopRotation': {
      operationId: `stop${id}Rotation`,
      summary: `Stop the rotation of a ${title} connection`,
      description: 'Its settings and its record stay.',
      answer: one,
      causes: [...ofChange, cause.rotationNotConfigured, cause.keepsChanging],
    },
    'appConnections.rollBackRotation': {
      operationId: `rollBack${id}Rotation`,
      summary: `Go back to the credential of a ${title} connection before`,
      description: 'While it lives. The two change places, so that the way forward stays open for the overlap.',
      answer: one,
      causes: [
        ...[...ofChange, cause.rotationNotConfigured, cause.rotationUnderWay, cause.nothingToRollBackTo],
        ...cause.fromPlatform(app),
      ],
    },
    'appConnections.settleCredential': {
      operationId: `settle${id}Credential`,
      summary: `Settle a credential of a ${title} connection that could not be ended`,
      description: '`ended`: it was ended by hand. `again`: it is tried again now.',
      answer: rotationAnswer,
      example: { how: 'ended' },
      causes: [...ofChange, cause.notOpenToSettle],
    },
  }
}
