/**
 * A made-up platform with one key and no other capability. Its word has a hyphen and its name a blank, as some have, and
 * its key is called as that of another platform.
 */
export const app = 'acme-cloud'

/** What a newcomer writes for it: new files by their paths. */
export const files: Readonly<Record<string, string>> = {
  [`packages/schemas/src/apps/${app}.ts`]: `import { bySecret, defineApp, secretText } from './define.ts'

const fields = {
  apiKey: secretText({ label: 'API Key', max: 200, description: 'It goes in and never comes out.' }),
}

export const acmeCloud = defineApp({
  app: 'acme-cloud',
  name: 'Acme Cloud',
  fields,
  methods: [
    bySecret('acme-cloud', 'api-key', {
      name: 'API Key',
      hint: 'Make one in the settings of Acme Cloud.',
      fields,
      renewed: false,
      withdrawn: 'never',
    }),
  ],
  examples: {
    credentials: { method: 'api-key', credentials: { apiKey: 'acme_000000000000' } },
    refusal: 'Acme Cloud refused the API key.',
  },
})
`,
  [`packages/providers/src/${app}/index.ts`]: `import { apps } from '@app-connections/schemas'
import * as z from 'zod'
import { below, platformAddress } from '../address.ts'
import { parseAnswer, unusableAnswer } from '../answer.ts'
import type { Checked } from '../contract.ts'
import { defineProvider } from '../define.ts'
import { ProviderError } from '../error.ts'
import type { Http } from '../http.ts'

const environment = z.object({ ACME_CLOUD_API_URL: platformAddress.default('https://api.acme.example') })
const stored = z.object({ apiKey: z.string() })
const owner = z.object({ owner: z.string() }).transform(({ owner: id }) => ({ id }))

async function check(http: Http, apiUrl: string, apiKey: string, deadline: AbortSignal): Promise<Checked> {
  const answer = await http.send({
    platform: 'Acme Cloud',
    method: 'GET',
    url: below(apiUrl, '/key'),
    headers: { authorization: \`Bearer \${apiKey}\` },
    deadline,
  })
  if (answer.status === 401) throw new ProviderError('refused', 'Acme Cloud refused the API key.')
  if (answer.status !== 200) throw unusableAnswer('Acme Cloud', \`GET /key: status \${answer.status}\`)
  const account = parseAnswer('Acme Cloud', 'GET /key', answer, owner)
  return { account, observed: { account: true }, remaining: null }
}

export const acmeCloud = defineProvider(
  apps['acme-cloud'],
  { environment, stored },
  ({ ACME_CLOUD_API_URL: apiUrl }, http) => ({
    methods: {
      'api-key': {
        async connect({ apiKey }, deadline) {
          const { account, observed } = await check(http, apiUrl, apiKey, deadline)
          const identity = { app: 'acme-cloud', method: 'api-key', apiKey }
          return { stored: { apiKey }, identity, account, observed, expiresAt: null }
        },
      },
    },
    open: ({ apiKey }) => ({ check: (deadline) => check(http, apiUrl, apiKey, deadline) }),
  }),
)
`,
  [`packages/providers/src/${app}/test/platform.ts`]: `import { once } from 'node:events'
import { createServer } from 'node:http'
import type { Platform } from '../../../test/platform.ts'

const input = (apiKey: string) => ({ method: 'api-key', credentials: { apiKey } }) as const

export async function startPlatform(): Promise<Platform> {
  const server = createServer(({ headers }, response) => {
    const known = headers.authorization === 'Bearer acme_of_ada_lovelace'
    response.writeHead(known ? 200 : 401, { 'content-type': 'application/json' })
    response.end(JSON.stringify(known ? { owner: 'ada' } : {}))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : undefined
  return {
    variables: { ACME_CLOUD_API_URL: \`http://127.0.0.1:\${port}\` },
    accepted: [{ title: 'a key', input: input('acme_of_ada_lovelace'), account: { id: 'ada' } }],
    refused: [{ title: 'a key nobody made', input: input('acme_of_nobody'), sentence: /^Acme Cloud refused/ }],
    async close() {
      server.close()
      server.closeAllConnections()
    },
  }
}
`,
}

/** And one line for each registry. */
export const lines: Readonly<Record<string, string>> = {
  'packages/schemas/src/apps/registry.ts': `export { acmeCloud as '${app}' } from './${app}.ts'`,
  'packages/providers/src/registry.ts': `export { acmeCloud as '${app}' } from './${app}/index.ts'`,
}
