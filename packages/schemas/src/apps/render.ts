import { bySecret, defineApp, secretText } from './define.ts'

/** Render's keys begin with `rnd_` today; nothing promises that, and Render decides what a key is. */
const fields = {
  apiKey: secretText({
    label: 'API Key',
    max: 4096,
    description: 'A Render API key. It reaches all workspaces of its user. It goes in and never comes out.',
  }),
}

/** Everything the wire says about Render connections (docs/platforms/render.md). */
export const render = defineApp({
  app: 'render',
  name: 'Render',
  resources: {
    one: 'service',
    many: 'services',
    example: { id: 'srv-c0ffee0000000000000g', name: 'storefront-production' },
  },
  fields,
  methods: [
    bySecret('render', 'api-key', {
      name: 'API Key',
      hint: 'Make one in the account settings of the Render Dashboard.',
      fields,
      renewed: false,
      withdrawn: 'never',
    }),
  ],
  /** What the API document shows; the key is obviously none. */
  examples: {
    credentials: { method: 'api-key', credentials: { apiKey: 'rnd_0000000000000000000000000000' } },
    refusal: 'Render refused the API key. Check that it is complete and has not been revoked.',
  },
})
