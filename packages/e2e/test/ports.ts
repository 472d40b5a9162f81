import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:net'

/** Below the ports that systems give to connections and to servers that ask for any. */
const lowest = 12_000
const highest = 30_000

/**
 * So many ports of the loopback interface that nobody listens on now, all different. Whoever gets them may listen seconds
 * later, so they are none that the system could give to somebody else meanwhile.
 */
export async function freePorts(count: number): Promise<number[]> {
  const ports = new Set<number>()
  while (ports.size < count) {
    const port = randomInt(lowest, highest)
    if (await isPortFree(port)) ports.add(port)
  }
  return [...ports]
}

/** Whether one could listen on a port of the loopback interface. */
export async function isPortFree(port: number): Promise<boolean> {
  const server = createServer().listen(port, '127.0.0.1')
  try {
    await once(server, 'listening')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') return false
    throw error
  }
  await once(server.close(), 'close')
  return true
}
