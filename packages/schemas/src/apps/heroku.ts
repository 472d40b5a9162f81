import { byConsent, bySecret, defineApp, secretText } from './define.ts'

/**
 * Heroku tokens have no prefix that could be asked for: there have been three shapes so far (bare UUID, `HRKU-` and a UUID,
 * `HRKU-` and 60 characters; Heroku changelog 3175), and Heroku decides what a token is.
 */
const fields = {
  authToken: secretText({
    label: 'Auth Token',
    max: 4096,
    description: 'A Heroku token of any shape and scope. It goes in and never comes out.',
  }),
}

/** Everything the wire says about Heroku connections. */
export const heroku = defineApp({
  app: 'heroku',
  name: 'Heroku',
  resources: {
    one: 'app',
    many: 'apps',
    example: { id: '01234567-89ab-4cde-8f01-23456789abcd', name: 'storefront-production' },
  },
  use: { command: 'heroku config -a {resource}', path: '/apps/{resource}/config-vars' },
  lease: {
    scopes: ['identity', 'read', 'write', 'read-protected', 'write-protected', 'global'],
    variable: 'HEROKU_API_KEY',
  },
  sync: {
    id: {
      ...{ field: 'app', label: 'App' },
      form: /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
      says: 'App must be the id of the app, as the list of apps has it, and not its name',
    },
    name: { field: 'appName', label: 'App name' },
  },
  fields,
  methods: [
    bySecret('heroku', 'auth-token', {
      name: 'Auth Token',
      hint: 'Make one with "heroku authorizations:create", or copy the API key of your Heroku account.',
      fields,
      renewed: false,
      withdrawn: 'on-request',
      rotates: true,
    }),
    byConsent('heroku', 'oauth', {
      name: 'OAuth',
      hint: 'Heroku asks for your consent.',
      variables: ['HEROKU_OAUTH_CLIENT_ID', 'HEROKU_OAUTH_CLIENT_SECRET'],
      renewed: true,
      withdrawn: 'always',
    }),
  ],
  /** What the API document shows; the token is obviously none. */
  examples: {
    credentials: { method: 'auth-token', credentials: { authToken: 'HRKU-00000000-0000-4000-8000-000000000000' } },
    refusal: 'Heroku refused the token. Check that it is complete, not expired and not revoked.',
  },
})
