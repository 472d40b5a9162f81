import { startedDeviceLoginSchema, takenDeviceLoginSchema } from '@app-connections/schemas'
import * as cause from '../failures/causes.ts'
import { exampleDeviceLogin } from '../words/examples.ts'
import type { CallsByProcedure } from './call.ts'

export const deviceLoginCalls: CallsByProcedure = {
  'deviceLogins.start': {
    operationId: 'startDeviceLogin',
    summary: 'Begin the login of a person on a program',
    description:
      'Device authorization (RFC 8628). Show the person the address and the user code, and poll for the token meanwhile. The codes live for 10 minutes.',
    answer: startedDeviceLoginSchema,
    example: { client_id: 'deploy-script', host: 'ada-laptop' },
    causes: [],
  },
  'deviceLogins.take': {
    operationId: 'takeDeviceLogin',
    summary: 'Poll for the personal token of a login',
    description:
      "Answers with the token once the person has confirmed the code, once. Until then a failure says in `code` what RFC 8628 says in `error`: `authorizationPending`, `slowDown` (5 seconds more from now on), `accessDenied`, `expiredToken`. The token is the person's, in one organization, for 30 days at most, and for the use of connections alone.",
    answer: takenDeviceLoginSchema,
    example: { device_code: exampleDeviceLogin.device_code },
    causes: [
      ...[cause.authorizationPending, cause.slowDown, cause.accessDenied, cause.expiredToken],
      cause.deviceCodeUsed,
    ],
  },
}
