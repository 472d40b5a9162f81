import { readConfig } from '../../src/config.ts'
import { createLog } from '../../src/log.ts'
import { startServer } from '../../src/start.ts'

// The server as `main.ts` starts it. Where a rotation reaches the point STOP_AT, it says so and goes no further, so that
// it can be killed there.

const stopAt = process.env.STOP_AT
const rotation = {
  ...{ turnMs: 30_000, lookAgainMs: 1_000 },
  async reached(point: string): Promise<void> {
    if (point !== stopAt) return
    process.send?.({ type: 'stopped' })
    await new Promise(() => {})
  },
}

const config = readConfig(process.env)
const server = await startServer(config, createLog(config.LOG_LEVEL), { rotation })
process.on('disconnect', () => process.exit(0))
process.send?.({ type: 'ready', address: server.address })
