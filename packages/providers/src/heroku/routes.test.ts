import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { createMatcher } from '../broker/match.ts'
import { herokuRoutes } from './routes.ts'

const schemaDir = process.env.HEROKU_SCHEMA_DIR ?? ''
const files = ['platform-api-v3.json', 'platform-api-v3.sdk.json']

const hyperSchema = z.object({
  definitions: z.record(
    z.string(),
    z.object({ links: z.array(z.object({ method: z.string(), href: z.string() })).optional() }),
  ),
})

/** A route with its parameters unnamed: Heroku's schema names them by where they are described. */
function shape(method: string, path: string): string {
  return `${method.toUpperCase()} ${path.replaceAll(/\{[^}]*\}/g, '{}')}`
}

async function published(file: string): Promise<string[]> {
  const { definitions } = hyperSchema.parse(JSON.parse(await readFile(join(schemaDir, file), 'utf8')))
  return Object.values(definitions).flatMap(({ links = [] }) => links.map(({ method, href }) => shape(method, href)))
}

describe.skipIf(schemaDir === '')("Heroku's published schema (skipped where HEROKU_SCHEMA_DIR is not set)", () => {
  it('and the table have the same routes, none missing and none invented', async () => {
    const links = (await Promise.all(files.map(published))).flat()
    const ours = herokuRoutes.map(({ name }) => shape(...splitName(name)))
    expect(new Set(ours)).toEqual(new Set(links))
    expect(links.length).toBeGreaterThan(600)
  })
})

describe("the table of Heroku's routes", () => {
  const match = createMatcher(herokuRoutes)

  it('finds each of its routes by its own address, whatever stands in its parameters', () => {
    for (const route of herokuRoutes) {
      const segments = route.parts.map((part, index) => (typeof part === 'string' ? part : `value-${index}`))
      expect(match(route.method, segments)).toMatchObject({ found: 'route', matched: { route } })
    }
  })

  it('gives every parameter of a route a name of its own', () => {
    for (const { name, parts } of herokuRoutes) {
      const names = parts.flatMap((part) => (typeof part === 'string' ? [] : [part.parameter]))
      expect(new Set(names).size, name).toBe(names.length)
    }
  })

  it.each([
    ['HEAD', ['apps'], 'GET /apps'],
    ['GET', ['teams', 'apps', 'shop'], 'GET /teams/apps/{app}'],
    ['GET', ['teams', 'red', 'apps'], 'GET /teams/{team}/apps'],
    ['GET', ['users', '~', 'apps'], 'GET /users/{account}/apps'],
    ['POST', ['filters', 'apps'], 'POST /filters/apps'],
  ])('%s %j is %s', (method, segments, name) => {
    expect(match(method, segments)).toMatchObject({ matched: { route: { name } } })
  })

  it.each([
    ['GET', ['apps', 'shop', 'secrets'], { found: 'nothing' }],
    ['GET', [], { found: 'nothing' }],
    ['PUT', ['apps', 'shop'], { found: 'other methods', methods: ['DELETE', 'GET', 'PATCH'] }],
    ['patch', ['apps', 'shop'], { found: 'other methods', methods: ['DELETE', 'GET', 'PATCH'] }],
    // A team of that name, or the list beside it.
    ['DELETE', ['teams', 'apps'], { found: 'ambiguous' }],
    ['GET', ['teams', 'apps', 'apps'], { found: 'ambiguous' }],
  ])('%s %j is none', (method, segments, found) => {
    expect(match(method, segments)).toEqual(found)
  })

  it('calls reads that come by POST reads, and every other verb a change', () => {
    const changes = (name: string) => herokuRoutes.find((route) => route.name === name)?.changes
    expect(changes('POST /filters/apps')).toBe(false)
    expect(changes('POST /actions/addons/resolve')).toBe(false)
    expect(changes('POST /apps/{app}/log-sessions')).toBe(false)
    // Sign-in links are asked for by GET, and whoever has one is signed in.
    expect(herokuRoutes.flatMap(({ name, method, changes }) => (method === 'GET' && changes ? [name] : []))).toEqual([
      'GET /addons/{addon}/sso',
      'GET /apps/{app}/addons/{addon}/sso',
    ])
  })
})

function splitName(name: string): [string, string] {
  const [method = '', path = ''] = name.split(' ')
  return [method, path]
}
