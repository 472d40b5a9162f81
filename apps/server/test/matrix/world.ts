import { randomUUID } from 'node:crypto'
import type { Family, Organization, Somebody } from '../rest-family/family.ts'
import type { ScopeName } from './expected.ts'

/** The things that calls are about: an organization whose project "own" has members, and one connection per scope. */
export interface World {
  readonly family: Family
  readonly organization: Organization
  /** A connection that Heroku accepts, by scope. */
  readonly connections: Readonly<Record<'org' | 'own' | 'other', { id: string; name: string }>>
  /** A machine identity that may read the connections of the organization and of its project. */
  readonly readerId: string
  /** A webhook of the organization. */
  readonly webhookId: string
}

/** One call over any transport. `unknown` is the call whose answer a 404 must equal. */
export interface Cell {
  readonly procedure: string
  readonly input?: unknown
  readonly rest?: { readonly method: string; readonly path: string; readonly body?: unknown }
  /** Whether the call had its effect, where that can be seen. */
  readonly happened?: () => Promise<boolean>
  /** The ids and names of the input that are echoed. */
  readonly echoed?: readonly string[]
}

export type MakeCell = (world: World, scope: ScopeName, caller: Somebody, unknown: boolean) => Promise<Cell>

/** The project that a scope names, an unknown one where the caller must not learn of the real one, or none. */
export function projectOf({ organization }: World, scope: ScopeName, unknown = false): string | undefined {
  if (scope !== 'own' && scope !== 'other') return undefined
  if (unknown) return randomUUID()
  return scope === 'own' ? organization.projectId : organization.otherProjectId
}

export function connectionIn(world: World, scope: ScopeName): { id: string; name: string } {
  if (scope === 'all' || scope === '-') throw new Error('no connection is in that scope')
  return world.connections[scope]
}

export const list =
  (procedure: string, path: string | undefined, ofApp: boolean): MakeCell =>
  async (world, scope, _caller, unknown) => {
    const projectId = projectOf(world, scope, unknown)
    const input = { ...(ofApp ? { app: 'heroku' } : {}), ...(projectId === undefined ? {} : { projectId }) }
    const query = projectId === undefined ? '' : `?projectId=${projectId}`
    const rest = path === undefined ? {} : { rest: { method: 'GET', path: path + query } }
    return { procedure, input, ...rest, echoed: [projectId ?? ''] }
  }

/** A call that is the same for every caller. */
export const simply =
  (procedure: string, input: () => unknown = () => undefined): MakeCell =>
  async () => ({
    procedure,
    input: input(),
  })
