import { randomBytes } from 'node:crypto'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { createClient } from '@app-connections/client'
import { sandboxControl } from '@app-connections/heroku-sandbox'
import { startRenderSandbox } from '@app-connections/render-sandbox'
import { banner } from './banner.ts'
import { type Config, programs, readConfig } from './config.ts'
import { type DemoFile, readDemoFile, writeDemoFile } from './demo-file.ts'
import { demoKeys, startServerAndWeb } from './programs.ts'
import { grantedApp, seed } from './seed.ts'
import { appBefore } from './seed-config.ts'
import { createSupervisor, type Supervisor } from './supervisor.ts'

const say = (line: string) => void process.stdout.write(`${line}\n`)

const { config, mistakes } = readConfig(process.env)
if (config === undefined) {
  process.stderr.write(`${mistakes}\n`)
  process.exit(1)
}
const supervisor = createSupervisor(say)
try {
  await runDemo(supervisor, config, process.argv.includes('--reset'))
} catch (error) {
  say(error instanceof Error ? error.message : String(error))
  supervisor.stop(1)
}
process.exit(await supervisor.finished)

async function runDemo(supervisor: Supervisor, config: Config, reset: boolean): Promise<void> {
  if (reset) await forget(config)
  await mkdir(config.DATA_DIR, { recursive: true, mode: 0o700 })
  const earlier = await readDemoFile(config.DATA_DIR)

  const heroku = await startHeroku(supervisor, config, earlier)
  const render = await startRender(config, earlier)
  const { pids, siteUrl, localUrl } = await startServerAndWeb(supervisor, config, {
    serverShown: false,
    more: {
      LOG_LEVEL: config.inherited.LOG_LEVEL ?? 'warn',
      ALLOW_KEY_BESIDE_DATA: 'on',
      HEROKU_API_URL: heroku.url,
      RENDER_API_URL: render.url,
      ...(await demoKeys(config)),
    },
  })
  const seeded =
    earlier ?? (await seed({ local: localUrl, public: siteUrl, dataDir: config.DATA_DIR, herokuToken: heroku.ofSeed }))

  const visitor = createClient({ url: localUrl, auth: { cookie: 'browser' } })
  const { accessToken } = await visitor.accessTokens.login.mutate({
    clientId: seeded.clientId,
    clientSecret: seeded.clientSecret,
  })
  const content: DemoFile = {
    url: siteUrl,
    email: seeded.email,
    password: seeded.password,
    viewerEmail: seeded.viewerEmail,
    viewerPassword: seeded.viewerPassword,
    orgId: seeded.orgId,
    projectId: seeded.projectId,
    clientId: seeded.clientId,
    clientSecret: seeded.clientSecret,
    accessToken,
    connectionId: seeded.connectionId,
    herokuUrl: heroku.url,
    herokuToken: heroku.token,
    renderUrl: render.url,
    renderKey: render.key,
    pids: { ...pids, ...(heroku.pid === undefined ? {} : { sandbox: heroku.pid }) },
  }
  await writeDemoFile(config.DATA_DIR, content)
  say(banner(content, config.DATA_DIR))
}

/**
 * The demo's Heroku: the sandbox with a token for who tries the demo, and one for the seed, whose connection rotates it; or the real one where `HEROKU_API_URL` names it.
 */
async function startHeroku(
  supervisor: Supervisor,
  config: Config,
  earlier: DemoFile | undefined,
): Promise<{ url: string; token: string; ofSeed: string; pid?: number }> {
  if (config.HEROKU_API_URL !== undefined) return { url: config.HEROKU_API_URL, token: '', ofSeed: '' }
  const url = `http://127.0.0.1:${config.SANDBOX_PORT}`
  const controlSecret = randomBytes(24).toString('base64url')
  const { pid } = await supervisor.start({
    name: 'sandbox',
    args: programs.sandbox,
    env: {
      PATH: config.inherited.PATH,
      SANDBOX_PORT: String(config.SANDBOX_PORT),
      SANDBOX_STATE: join(config.DATA_DIR, 'sandbox.json'),
      SANDBOX_CONTROL_SECRET: controlSecret,
    },
    saysReady: true,
    shown: false,
  })
  // The sandbox keeps its tokens, so that of an earlier run still works.
  const kept = earlier?.herokuToken
  if (kept) return { url, token: kept, ofSeed: '', pid }
  const control = sandboxControl(url, controlSecret)
  await control.setApp(grantedApp, appBefore)
  const [one, other] = await Promise.all([control.mintToken({}), control.mintToken({})])
  return { url, token: one.token, ofSeed: other.token, pid }
}

/** The demo's Render: a stand-in with the key of an earlier run, or the real one where `RENDER_API_URL` names it. */
async function startRender(config: Config, earlier: DemoFile | undefined): Promise<{ url: string; key: string }> {
  if (config.RENDER_API_URL !== undefined) return { url: config.RENDER_API_URL, key: '' }
  const sandbox = await startRenderSandbox()
  const user = 'ada@example.com'
  sandbox.addServices(user, ['storefront-production', 'storefront-worker'])
  return { url: sandbox.url, key: sandbox.mintKey(user, earlier?.renderKey || undefined) }
}

/**
 * Deletes the files of an earlier demo, each by its name, and nothing else in the directory. Refuses while a demo still
 * runs there, because it would lose its database.
 */
async function forget(config: Config): Promise<void> {
  if (config.DATABASE_URL !== undefined) {
    throw new Error(
      '--reset forgets the embedded database alone: with DATABASE_URL, give the demo an empty database instead.',
    )
  }
  const earlier = await readDemoFile(config.DATA_DIR)
  if (earlier !== undefined && isRunning(earlier.pids.server)) {
    throw new Error(`A demo runs in ${config.DATA_DIR} (process ${earlier.pids.server}): stop it first, then reset.`)
  }
  const names = ['postgres', 'encryption-key', 'auth-secret', 'setup-code', 'demo.json', 'sandbox.json']
  for (const name of names) await rm(join(config.DATA_DIR, name), { recursive: true, force: true })
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    // No such process, or one of another user: not this demo in either case.
    return false
  }
}
