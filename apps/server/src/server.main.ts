import { readConfig } from './config.ts'
import { putOffOptimizing } from './embedded-code.ts'
import { createLog } from './log.ts'
import { startServer } from './start.ts'
import { explainStart } from './start-error.ts'
import { startWarnings } from './start-warnings.ts'

/** How long requests under way may take after the server is asked to stop, in milliseconds. */
const stopWithinMs = 15_000

/** So long, in milliseconds, requests under way may still be answered after the embedded database has ended. */
const lastAnswersMs = 1_000

const optimizing = putOffOptimizing()
try {
  const config = readConfig(process.env)
  const log = createLog(config.LOG_LEVEL)
  for (const warning of startWarnings(config)) log.warn(warning)
  const server = await startServer(config, log)
  log.info({ address: server.address, siteUrl: config.SITE_URL }, 'listening')
  if (server.setupCode !== undefined) {
    process.stdout.write(`\nFirst visit: open ${config.SITE_URL}/setup and enter the code ${server.setupCode}\n\n`)
  }
  let stopping = false
  const stop = () => {
    if (stopping) return
    stopping = true
    optimizing.stop()
    setTimeout(() => process.exit(1), stopWithinMs).unref()
    server.close().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error }, 'the server did not stop cleanly')
        process.exit(1)
      },
    )
  }
  server.database.died.then((error) => {
    log.fatal(
      { err: error },
      `${error.message}. The server ends, because this cannot be mended in a running process: start it again. Nothing that was answered is lost. If the disk is full, free some of it first.`,
    )
    setTimeout(() => process.exit(1), lastAnswersMs)
  }, stop)
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
  // A supervisor that was killed cannot ask; its end of the channel closes instead.
  process.on('disconnect', stop)
  // Comes last, because the receiver may ask to stop at once.
  process.send?.({ type: 'ready', address: server.address, siteUrl: config.SITE_URL })
} catch (error) {
  process.stderr.write(`${explainStart(error)}\n`)
  process.exit(1)
}
