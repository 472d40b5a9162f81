import { accessTokenSchema } from '@app-connections/schemas'
import { revokedAnswer } from '../answers/answers.ts'
import * as cause from '../failures/causes.ts'
import { exampleAccessToken, exampleLogin } from '../words/examples.ts'
import type { CallsByProcedure } from './call.ts'

const { accessToken } = exampleAccessToken

export const accessTokenCalls: CallsByProcedure = {
  'accessTokens.login': {
    operationId: 'logIn',
    summary: 'Log in as a machine identity',
    description: 'Trades a client id and a client secret for an access token. Repeated failures lock the address out.',
    answer: accessTokenSchema,
    example: exampleLogin,
    causes: [cause.loginRefused, cause.untrustedAddress()],
  },
  'accessTokens.renew': {
    operationId: 'renewAccessToken',
    summary: 'Renew an access token',
    description: 'Extends the same token by its time to live, up to its maximum.',
    answer: accessTokenSchema,
    example: { accessToken },
    causes: [cause.tokenNotRenewable, cause.untrustedAddress()],
  },
  'accessTokens.revoke': {
    operationId: 'revokeAccessToken',
    summary: 'Revoke an access token',
    description: 'Ends it at once. It may also be a personal token.',
    answer: revokedAnswer,
    example: { accessToken },
    causes: [cause.tokenEnded],
  },
}
