import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startSandbox } from '@app-connections/heroku-sandbox'
import { startRenderSandbox } from '@app-connections/render-sandbox'
import { abandonDemos, startDemo } from '../test/demo-process.ts'
import { oauthVariables } from '../test/fresh-service.ts'
import { freePorts } from '../test/ports.ts'
import { startReceiver } from './receiver.ts'
import { seedSite } from './seed.ts'
import type { Site } from './site.ts'

const renderUser = 'grace@example.com'
const repository = join(import.meta.dirname, '..', '..', '..')

/**
 * Starts `npm run demo` of this tree on free ports with a data directory of its own, at a sandbox that knows it as an
 * OAuth client, and fills it as an organization looks after some weeks.
 */
export async function startSite(): Promise<{ site: Site; stop(): Promise<void> }> {
  const dataDir = await mkdtemp(join(tmpdir(), 'app-connections-browser-'))
  const controlSecret = randomBytes(24).toString('base64url')
  const sandbox = await startSandbox({ controlSecret, rateLimits: 'off' })
  const render = await startRenderSandbox()
  const renderKeys = [render.mintKey(renderUser), render.mintKey(renderUser)] as const
  render.addServices(renderUser, ['storefront-web', 'storefront-worker', 'nightly-cron'])
  const receiver = await startReceiver()
  const stop = async () => {
    abandonDemos()
    await sandbox.close()
    await render.close()
    await receiver.close()
    await rm(dataDir, { recursive: true, force: true })
  }
  try {
    const [server = 0, web = 0, unused = 0] = await freePorts(3)
    const url = `http://localhost:${server}`
    const env = {
      ...(await oauthVariables(sandbox, url)),
      RENDER_API_URL: render.url,
      RATE_LIMITS: 'off',
      WEBHOOK_ALLOW_HTTP: 'on',
      WEBHOOK_ALLOW_CIDRS: '127.0.0.1/32',
    }
    const demo = await startDemo({ tree: repository, dataDir, ports: { server, web, sandbox: unused }, env })
    process.stdout.write(`demo at ${demo.file.url} after ${demo.seconds.toFixed(1)} s\n`)
    return { site: await seedSite(demo.file, { sandbox, controlSecret, renderKeys, receiverUrl: receiver.url }), stop }
  } catch (error) {
    await stop()
    throw error
  }
}
