import type { Noun } from './noun.ts'

export const accessTokens = {
  tag: 'Access tokens',
  description: 'How a machine identity logs in, and keeps or ends its access token.',
  fields: {
    accessToken: 'What goes into the header Authorization.',
    accessTokenMaxTTL: 'Seconds from now until the token ends for good, however often it is renewed.',
    clientId: 'The client id of the machine identity.',
    clientSecret: 'One of its client secrets.',
    expiresIn: 'Seconds from now until the token ends unless it is renewed.',
    tokenType: 'The scheme of the header Authorization.',
  },
  examples: {},
} satisfies Noun
