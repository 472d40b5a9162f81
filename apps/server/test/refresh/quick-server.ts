import { readConfig } from '../../src/config.ts'
import { createLog } from '../../src/log.ts'
import { startServer } from '../../src/start.ts'

// The server as `main.ts` starts it, with shorter turns. The end of the test run ends it.

const refresh = { marginMs: 60_000, callMs: 1_000, turnMs: 1_500 }

const config = readConfig(process.env)
const server = await startServer(config, createLog(config.LOG_LEVEL), { refresh })
process.on('disconnect', () => process.exit(0))
process.send?.({ type: 'ready', address: server.address })
