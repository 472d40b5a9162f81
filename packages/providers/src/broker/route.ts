/** The methods of HTTP that a platform's routes have. HEAD is answered by the route of GET. */
export const routeMethods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const
export type RouteMethod = (typeof routeMethods)[number]

/** `METHOD /template` with its parameters in braces: `GET /apps/{app}`. */
export type RouteName = `${RouteMethod} /${string}`

/** A platform's routes by noun and verb: noun and verb name the action that opens them, as `apps:read`. */
export interface RouteTable {
  readonly [noun: string]: { readonly [verb: string]: readonly RouteName[] }
}

/**
 * How the answer of a route is treated. `secret`: it holds credentials of the platform, which only a grant that names
 * the action opens. `resources`: a list of the resources that a grant is narrowed by; rows that are not granted are
 * left out. `values`: an object of named values, shown and written by name. `identity`: the account, cut to who it is.
 * `stream`: it holds the address of a stream, which is a right by itself and is replaced by one of ours.
 */
export type AnswerKind = 'plain' | 'secret' | 'resources' | 'values' | 'identity' | 'stream'

/** One thing that may be asked of a platform. */
export interface Route {
  readonly name: RouteName
  readonly method: RouteMethod
  /** The path in parts: a text that must be there, or a parameter. */
  readonly parts: readonly (string | { readonly parameter: string })[]
  /** `noun:verb`, what a grant says to open it. */
  readonly action: string
  /** Further actions that open it, since what they change is read by it. */
  readonly includedIn: readonly string[]
  /** Whether the platform is another one after it. */
  readonly changes: boolean
  /** Whether it is about the one resource that its path names. */
  readonly ofResource: boolean
  /** Which part of the path names it; −1 where none does. */
  readonly resourceAt: number
  readonly answer: AnswerKind
  /** The only fields that its body may have, where more of them would be another action; null: any. */
  readonly onlyFields: readonly string[] | null
}

/** What a table of names does not say of its routes. */
export interface RouteMarks {
  /** The parameter that names a resource grants are narrowed by. */
  readonly resourceParameter: string
  /** Routes that a right to something else includes, by the action of that right. */
  readonly includes: { readonly [action: string]: readonly RouteName[] }
  /** Routes that do several things, cut to the one that their action names. */
  readonly onlyFields: { readonly [route: RouteName]: readonly string[] }
  readonly answers: { readonly [K in Exclude<AnswerKind, 'plain'>]: readonly RouteName[] }
}

/**
 * The routes of a table. Verbs of the name `read` change nothing, whatever their method; all others do. Throws where a
 * route stands twice, or a mark names one that is not there.
 */
export function readRoutes(table: RouteTable, marks: RouteMarks): readonly Route[] {
  const { resourceParameter, answers, includes, onlyFields } = marks
  const kinds = new Map<string, AnswerKind>()
  for (const kind of ['secret', 'resources', 'values', 'identity', 'stream'] as const) {
    for (const name of answers[kind]) kinds.set(name, kind)
  }
  const includedIn = (name: RouteName) =>
    Object.entries(includes).flatMap(([action, names]) => (names.includes(name) ? [action] : []))
  const routes = Object.entries(table).flatMap(([noun, verbs]) =>
    Object.entries(verbs).flatMap(([verb, names]) =>
      names.map((name) => ({
        ...readRoute(name, resourceParameter),
        action: `${noun}:${verb}`,
        changes: verb !== 'read',
        includedIn: includedIn(name),
        answer: kinds.get(name) ?? 'plain',
        onlyFields: onlyFields[name] ?? null,
      })),
    ),
  )
  const known = new Set(routes.map(({ name }) => name))
  if (known.size !== routes.length) throw new Error('a route stands in the table twice')
  const marked = [...kinds.keys(), ...Object.values(includes).flat(), ...Object.keys(onlyFields)]
  for (const name of marked) if (!routes.some((route) => route.name === name)) throw new Error(`no route ${name}`)
  return routes
}

function readRoute(
  name: RouteName,
  resourceParameter: string,
): Pick<Route, 'name' | 'method' | 'parts' | 'ofResource' | 'resourceAt'> {
  const [word = '', template = ''] = name.split(' ')
  const method = routeMethods.find((each) => each === word)
  if (method === undefined) throw new Error(`no method in ${name}`)
  const parts = template
    .slice(1)
    .split('/')
    .map((part) => (part.startsWith('{') ? { parameter: part.slice(1, -1) } : part))
  const resourceAt = parts.findIndex((part) => typeof part === 'object' && part.parameter === resourceParameter)
  return { name, method, parts, ofResource: resourceAt !== -1, resourceAt }
}
