import * as z from 'zod'

const app = z.literal('heroku')
const unsupported = 'Not supported for Heroku Connections'

/** The methods by which Heroku is connected, in the order they are offered. */
const methods = ['auth-token', 'oauth'] as const

/** The methods that a call of the API can create; the others need a person's consent in a browser. */
const apiMethods = ['auth-token'] as const

/**
 * A Heroku token, trimmed: 1 to 4096 visible ASCII characters. No prefix is asked for: tokens have had three shapes so
 * far (bare UUID, `HRKU-` and a UUID, `HRKU-` and 60 characters; Heroku changelog 3175), and Heroku decides what a token is.
 */
const authToken = z
  .string({ error: (issue) => (issue.input === undefined ? 'Auth Token required' : 'Auth Token must be a string') })
  .trim()
  .min(1, 'Auth Token required')
  .max(4096, 'Auth Token cannot exceed 4096 characters')
  .regex(/^[\x21-\x7e]*$/, 'Auth Token must not contain spaces, line breaks or non-ASCII characters')
  .meta({ description: 'A Heroku token of any shape and scope. It goes in and never comes out.' })

/** Fields that exist for other apps and that Heroku connections take only switched off. */
const createFields = z.object({
  app,
  isPlatformManagedCredentials: z.literal(false, unsupported).optional(),
  isAutoRotationEnabled: z.literal(false, unsupported).optional(),
  gatewayId: z.null(unsupported).optional(),
  rotation: z.null(unsupported).optional(),
})

/** Method and credentials. OAuth takes any object: such connections arise in the web app, and the answer says so. */
const createCredentials = z.discriminatedUnion(
  'method',
  [
    z.object({ app, method: z.literal('auth-token'), credentials: z.object({ authToken }) }),
    z.object({ app, method: z.literal('oauth'), credentials: z.object({}) }),
  ],
  { error: (issue) => (issue.code === 'invalid_union' ? "Expected 'auth-token' | 'oauth'" : undefined) },
)

/** What an update takes: new credentials replace the old ones whole. `{}` fits no method, and the answer says so. */
const updateFields = createFields.extend({
  credentials: z.object({ authToken: authToken.optional() }).optional(),
})

/** The credentials of an update as those of a creation by `method`, or undefined where they do not fit it. */
function replacement(method: (typeof methods)[number], credentials: { authToken?: string | undefined }) {
  if (method !== 'auth-token' || credentials.authToken === undefined) return undefined
  return { app: 'heroku', method, credentials: { authToken: credentials.authToken } } as const
}

/** What the API document shows; the token is obviously none. */
const examples = {
  credentials: { method: 'auth-token', credentials: { authToken: 'HRKU-00000000-0000-4000-8000-000000000000' } },
  platformApp: { id: '01234567-89ab-4cde-8f01-23456789abcd', name: 'storefront-production' },
  refusal: 'Heroku refused the token. Check that it is complete, not expired and not revoked.',
} as const

/** Everything the wire says about Heroku connections. */
export const heroku = {
  app: 'heroku',
  name: 'Heroku',
  methods,
  apiMethods,
  /** Each method in words for people. */
  methodNames: { 'auth-token': 'Auth Token', oauth: 'OAuth' },
  /** What a person must know to enter the credentials of each method. */
  methodHints: {
    'auth-token': 'Make one with "heroku authorizations:create", or copy the API key of your Heroku account.',
    oauth: 'Heroku asks for your consent.',
  },
  /** The methods whose credentials this service renews by itself, before they end. */
  renewedMethods: ['oauth'],
  /** What the operator sets on the server for OAuth to be offered. */
  oauthVariables: ['HEROKU_OAUTH_CLIENT_ID', 'HEROKU_OAUTH_CLIENT_SECRET'],
  connection: z.object({ app, method: z.enum(methods) }),
  createFields,
  createCredentials,
  authToken,
  updateFields,
  replacement,
  examples,
} as const
