import { apps } from '../packages/schemas/src/apps/index.ts'
import { providerWords } from './provider-words.ts'

const elsewhere = 'packages/api/src/app-connections/planted.ts'

/** What must not stand outside a provider's rooms, of every app: each line is a file of its own. */
function plants(app: keyof typeof apps): string[] {
  const { name, methods, fields } = apps[app]
  const identifier = /^\w+$/.test(app) ? app : `'${app}'`
  return [
    `if (app === '${app}') return`,
    `const title = "${name}"`,
    `throw new Error('${name} refused it')`,
    `return <p>Connect to ${name} here</p>`,
    `const words = { ${identifier}: 'a platform' }`,
    ...(identifier === app
      ? [`const all = { ${app} }`, `const all = { first, ${app}, more }`, `const facts = apps.${app}`]
      : []),
    `import { client } from '../providers/src/${app}/client.ts'`,
    `fetch(\`/api/v1/app-connections/${app}/\${id}\`)`,
    `process.env.${app.toUpperCase().replaceAll('-', '_')}_API_URL`,
    ...methods.map(({ method }) => `if (method === '${method}') return`),
    ...Object.keys(fields).flatMap((field) => [
      `const { ${field} } = credentials`,
      `z.object({ ${field}: z.string() })`,
    ]),
  ]
}

/** What is nobody's word, though an app is called so: what React and others call drawing. */
const innocent = [
  'function render(part: Part): string {',
  'return parts.map(render).join()',
  'element.render(root)',
  'page(rows, { id: 1 }, render, range)',
  'function page(rows: Row[], render: (row: Row) => unknown) {',
  '// as it is on the render before',
  'oauth: oauthRouter,',
  '<Section title="OAuth">',
]

/** Where the rule of providers' words does not find what was planted for it, or finds what is no provider's. */
export function plantedWords(): string[] {
  const every = Object.values(apps)
  return [
    ...every.flatMap(({ app }) =>
      plants(app)
        .filter((text) => providerWords(elsewhere, text).length === 0)
        .map((text) => `.ci/provider-words.ts lets this stand outside the rooms of ${app}: ${text}`),
    ),
    ...every.flatMap(({ app }) =>
      plants(app).flatMap((text) => providerWords(`packages/providers/src/${app}/planted.ts`, text)),
    ),
    ...innocent
      .flatMap((text) => providerWords(elsewhere, text))
      .map((problem) => `.ci/provider-words.ts takes this for a provider's: ${problem}`),
  ]
}
