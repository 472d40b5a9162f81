import { apps } from '@app-connections/schemas'

const prelude = `import { type Client, type Connection, createClient, errorOf } from '@app-connections/client'
declare const client: Client
declare const connection: Connection
`

/** A creation for each app by the credentials that the API document shows, and by a field that no app has. */
const creations = Object.values(apps).flatMap(({ app, examples }): [string, boolean, string][] => {
  const create = (given: object) => `await client.appConnections.create.mutate(${JSON.stringify(given)})`
  const given = { app, name: 'a', ...examples.credentials }
  return [
    [`a creation for ${app} by its own credentials`, true, create(given)],
    [`a creation for ${app} by a field it does not have`, false, create({ ...given, credentials: { pigeon: 'b' } })],
  ]
})

/** What the types promise: each sentence with code that must compile, or must not. */
const cases: [sentence: string, compiles: boolean, code: string][] = [
  [
    'a creation with the method and the credentials of its app',
    true,
    "await client.appConnections.create.mutate({ app: 'heroku', method: 'auth-token', name: 'a', credentials: { authToken: 'b' } })",
  ],
  [
    'a creation by a method that the app does not have',
    false,
    "await client.appConnections.create.mutate({ app: 'heroku', method: 'api-key', name: 'a', credentials: { authToken: 'b' } })",
  ],
  [
    'a creation for an app that does not exist',
    false,
    "await client.appConnections.create.mutate({ app: 'nimbus', method: 'auth-token', name: 'a', credentials: { authToken: 'b' } })",
  ],
  [
    'a creation without credentials',
    false,
    "await client.appConnections.create.mutate({ app: 'heroku', method: 'auth-token', name: 'a' })",
  ],
  ['a connection has credentials that are empty', true, 'const empty: Record<string, never> = connection.credentials'],
  ['a connection tells its token', false, 'connection.credentials.authToken.length'],
  [
    'a query is asked',
    true,
    "const one: Connection = await client.appConnections.get.query({ app: 'heroku', connectionId: 'a' })",
  ],
  ['a query is mutated', false, "await client.appConnections.get.mutate({ app: 'heroku', connectionId: 'a' })"],
  ['a procedure that does not exist', false, 'await client.appConnections.reveal.query({})'],
  ['an answer is of its own type and not any', false, 'const id: number = (await client.session.whoAmI.query()).id'],
  ['dates are texts', true, 'const at: string = connection.createdAt'],
  ['a call takes a signal', true, 'await client.session.whoAmI.query(undefined, { signal: AbortSignal.timeout(1) })'],
  [
    'an error has a name and issues',
    true,
    "const is: boolean = errorOf(1)?.error === 'NotFound' && errorOf(1)?.issues[0]?.path[0] === 'name'",
  ],
  ['an error is read unguarded', false, 'errorOf(1).statusCode'],
  ...creations,
  ...[
    "{ token: 'a' }",
    "{ clientId: 'a', clientSecret: 'b' }",
    "{ cookie: 'browser' }",
    "{ cookie: 'a', origin: 'b' }",
  ].map((auth): [string, boolean, string] => [
    `auth of ${auth}`,
    true,
    `createClient({ url: 'a', auth: ${auth}, fetch })`,
  ]),
  ['auth of a secret without its id', false, "createClient({ url: 'a', auth: { clientSecret: 'b' } })"],
  [
    'retry is switched off or counted',
    true,
    "for (const retry of [false, { tries: 5 }] as const) createClient({ url: 'a', auth: { token: 'a' }, retry })",
  ],
  ['retry is merely switched on', false, "createClient({ url: 'a', auth: { token: 'a' }, retry: true })"],
]

/** The cases as files, by their names. */
export const typeCases = Object.fromEntries(
  cases.map(([sentence, compiles, code], index) => [
    `case-${index + 1}.ts`,
    { sentence, compiles, code: `${prelude}${code}\nexport { client, connection, createClient, errorOf }\n` },
  ]),
)

/** The sentences of the cases that the compiler's errors, by file, show to be wrong. */
export function brokenPromises(errors: Record<string, string[]>): string[] {
  return [
    ...(errors[''] ?? []),
    ...Object.entries(typeCases).flatMap(([file, { sentence, compiles }]) => {
      const found = errors[file] ?? []
      if (compiles) return found.map((error) => `${sentence}: ${error}`)
      return found.length === 0 ? [`${sentence}: compiles`] : []
    }),
  ]
}
