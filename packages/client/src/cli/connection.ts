import type { Wanted } from './arguments.ts'
import { Failed } from './failed.ts'
import { jsonOf, Refused } from './json.ts'
import type { Service } from './service.ts'
import type { Tool } from './tool.ts'
import { tools } from './tools.ts'

/** As much of a connection as says which it is. */
interface Listed {
  readonly id: string
  readonly name: string
  readonly app: string
  readonly projectId: string | null
}

const silentMs = 30_000

/** The connection that is wanted. Throws `Failed` where there is none, where there are several, or where nobody answers. */
export async function findConnection(service: Service, wanted: Wanted): Promise<Listed> {
  const matching = (await connectionsOf(service, wanted)).filter(
    ({ id, name, app, projectId }) =>
      (id === wanted.connection.toLowerCase() || name === wanted.connection) &&
      (wanted.app ?? app) === app &&
      (wanted.projectId === undefined || wanted.projectId === projectId),
  )
  const [connection, ...others] = matching
  if (connection === undefined) {
    throw new Failed(`There is no connection ${wanted.connection} that this caller has a grant of.`)
  }
  if (others.length > 0) {
    const list = matching.map((each) => `  ${each.id}  ${each.app}, ${each.projectId ?? 'the organization'}`)
    throw new Failed(`Several connections are called ${wanted.connection}. Name one by its id:\n${list.join('\n')}`)
  }
  return connection
}

/** How the programs of a platform are led to a connection. Throws `Failed` where there are none. */
export function toolOf({ app }: Listed): Tool {
  const tool = tools.find((each) => each.app === app)
  if (tool === undefined) throw new Failed(`Connections of ${app} are not used in this way.`)
  return tool
}

/** What a call of the service answers. Throws `Failed` where it is refused, or nobody answers. */
export async function saidBy<T>(service: Service, call: () => Promise<T>): Promise<T> {
  try {
    return await call()
  } catch (error) {
    if (error instanceof Refused) {
      const remedy = error.status === 401 && service.remedy !== '' ? `. ${service.remedy}` : ''
      throw new Failed(`${service.url} refused: ${error.message}${remedy}`)
    }
    const reason = error instanceof Error && error.message !== '' ? error.message : 'no connection could be made'
    throw new Failed(`${service.url} did not answer: ${reason}`)
  }
}

async function connectionsOf(service: Service, { connection }: Wanted): Promise<Listed[]> {
  const path = `/api/v1/app-connections/proxy-rights?connection=${encodeURIComponent(connection.slice(0, 64))}`
  const { appConnections } = await saidBy(service, async () =>
    jsonOf(await service.send({ method: 'GET', path, silentMs })),
  )
  return Array.isArray(appConnections) ? appConnections.flatMap(listed) : []
}

function listed(row: unknown): Listed[] {
  if (typeof row !== 'object' || row === null) return []
  if (!('id' in row && 'name' in row && 'app' in row)) return []
  const projectId = 'projectId' in row && typeof row.projectId === 'string' ? row.projectId : null
  return [{ id: String(row.id), name: String(row.name), app: String(row.app), projectId }]
}
