import { createClient } from '../client.ts'
import { errorOf } from '../error.ts'
import type { Wanted } from './arguments.ts'
import type { Caller } from './caller.ts'
import { Failed } from './failed.ts'
import type { Tool } from './tool.ts'
import { tools } from './tools.ts'

/** A connection, and how its platform's programs are led to it. */
export interface Found {
  readonly connectionId: string
  readonly tool: Tool
}

const id = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** The connection that is wanted. Throws `Failed` where there is none, where there are several, or where nobody answers. */
export async function findConnection(caller: Caller, wanted: Wanted): Promise<Found> {
  const matching = (await connectionsOf(caller, wanted)).filter(
    ({ app, projectId }) =>
      (wanted.app ?? app) === app && (wanted.projectId === undefined || wanted.projectId === projectId),
  )
  const [connection, ...others] = matching
  if (connection === undefined) {
    throw new Failed(`There is no connection ${wanted.connection} that this caller may read.`)
  }
  if (others.length > 0) {
    const list = matching.map((each) => `  ${each.id}  ${each.app}, ${each.projectId ?? 'the organization'}`)
    throw new Failed(`Several connections are called ${wanted.connection}. Name one by its id:\n${list.join('\n')}`)
  }
  const tool = tools.find(({ app }) => app === connection.app)
  if (tool === undefined) throw new Failed(`Connections of ${connection.app} are not used in this way.`)
  return { connectionId: connection.id, tool }
}

async function connectionsOf({ url, auth }: Caller, { connection }: Wanted) {
  const client = createClient({ url, auth })
  try {
    if (id.test(connection)) return [await client.appConnections.get.query({ connectionId: connection })]
    const { appConnections } = await client.appConnections.list.query({ search: connection.slice(0, 64) })
    return appConnections.filter(({ name }) => name === connection)
  } catch (error) {
    const failure = errorOf(error)
    if (failure?.statusCode === 404) return []
    if (failure === undefined) throw new Failed(`${url} did not answer as App Connections does: ${reasonOf(error)}`)
    const said = typeof failure.message === 'string' ? failure.message : failure.message.map(({ message }) => message)
    throw new Failed(`${url} refused: ${said}`)
  }
}

function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  const deeper = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause
  return deeper instanceof Error ? deeper.message : 'for an unknown reason'
}
