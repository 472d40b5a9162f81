import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient } from '@app-connections/client'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { axeProblems } from '../browser/gates/axe.ts'
import { startBrowser, whyNoBrowser } from './browser.ts'
import { startBuiltTree } from './built-tree.ts'
import { unpackTree } from './clean-tree.ts'
import { type CurlAnswer, hasCurl, sendCurl } from './curl.ts'
import {
  connectionRow,
  deleteConnection,
  fillConnection,
  goToConnections,
  newConnectionButton,
  sendConnection,
  signIn,
} from './demo-pages.ts'
import { abandonDemos, type DemoProcess, type DemoSite, startDemo } from './demo-process.ts'
import { freePorts, isPortFree } from './ports.ts'
import { printedCurl, referenceCurl } from './reference-request.ts'
import { keepScreenshot, openWatchedPage, type WatchedPage } from './watched-page.ts'

/** What is tried: the latest commit, unless another commit or tree is named. */
const treeIsh = process.env.E2E_TREE_ISH ?? 'HEAD'
const startMs = 240_000
const noBrowser = await whyNoBrowser()
const sender = (await hasCurl()) ? 'curl' : 'fetch'
const say = (line: string) => process.stdout.write(`${line}\n`)
if (noBrowser !== undefined) say(`Tests in Chromium do not run: ${noBrowser}`)

// One story: each test goes on where the one before it ended.
describe('the demo of a clean tree', () => {
  let site: DemoSite
  let demo: DemoProcess
  const firstStep = 'starts with one command, on PGlite and with the sandbox'
  let browser: Browser
  let admin: WatchedPage

  beforeAll(async () => {
    const [server = 0, web = 0, sandbox = 0] = await freePorts(3)
    const tree = await mkdtemp(join(tmpdir(), 'app-connections-demo-'))
    site = { tree, dataDir: join(tree, 'data of the demo'), ports: { server, web, sandbox } }
  })
  afterAll(async () => {
    abandonDemos()
    await browser?.close()
    await rm(site.tree, { recursive: true, force: true })
  })

  beforeEach(({ task }) => {
    if (demo === undefined && task.name !== firstStep) throw new Error('The demo did not start: see the first failure')
  })

  it(firstStep, { timeout: startMs }, async () => {
    await unpackTree(treeIsh, site.tree)
    demo = await startDemo(site)
    say(`clean tree to banner: ${demo.seconds.toFixed(1)} s`)
    expect(demo.file.url).toBe(`http://localhost:${site.ports.server}`)
    expect(demo.file.herokuUrl).toBe(`http://127.0.0.1:${site.ports.sandbox}`)
    for (const word of [demo.file.url, demo.file.email, demo.file.password, demo.file.viewerPassword]) {
      expect(demo.printed).toContain(word)
    }
  })

  it('keeps its files from everybody else', async () => {
    const modes = await modesIn(site.dataDir)
    expect(modes).toMatchObject({ '.': '700', 'demo.json': '600', 'sandbox.json': '600', 'encryption-key': '600' })
    expect(modes).not.toHaveProperty('setup-code')
    expect(Object.entries(modes).filter(([, mode]) => !mode.endsWith('00'))).toEqual([])
  })

  it('answers the curl of the reference page, and the one it prints', async () => {
    const created = await sendCurl(referenceCurl(demo.file, 'reference', { gatewayId: null, rotation: null }), sender)
    expect(promised(created)).toEqual({ status: 200, body: { appConnection: expectedConnection(demo, 'reference') } })
    const shorter = await sendCurl(referenceCurl(demo.file, 'reference-shorter', {}), 'fetch')
    expect(promised(shorter)).toEqual({
      status: 200,
      body: { appConnection: expectedConnection(demo, 'reference-shorter') },
    })
    const printed = await sendCurl(printedCurl(demo.printed, 'creates'), sender)
    expect(printed).toMatchObject({ status: 200, body: { appConnection: { name: 'my-heroku', projectId: null } } })
  })

  it('uses a connection by the line that it prints, and by no other app than the granted one', async () => {
    const line = printedCurl(demo.printed, 'uses')
    const { status, body } = await sendCurl(line, sender)
    expect([status, Object.keys(Object(body)).length > 0]).toEqual([200, true])
    const other = await sendCurl(line.replace('/apps/note-g/', '/apps/difference-engine/'), sender)
    expect(other).toMatchObject({ status: 403, body: { error: 'PermissionDenied', id: 'forbidden' } })
  })

  it('refuses the curl of the reference page with its placeholders as strings, at both fields', async () => {
    const fields = { gatewayId: '<string>', rotation: '<string>' }
    const { status, body } = await sendCurl(referenceCurl(demo.file, 'reference-refused', fields), sender)
    expect(status).toBe(422)
    const issue = (path: string) =>
      expect.objectContaining({ path: [path], message: 'Not supported for Heroku Connections' })
    expect(body).toMatchObject({ error: 'ValidationFailure', message: [issue('gatewayId'), issue('rotation')] })
  })

  it('shows the connections to a program over tRPC', async () => {
    expect(await namesOverTrpc(demo)).toEqual(['demo-heroku', 'my-heroku', 'reference', 'reference-shorter'])
  })

  it.skipIf(noBrowser)('lets the admin see, create and delete connections in Chromium', async () => {
    browser = await startBrowser()
    admin = await openWatchedPage(browser, demo.file.url)
    const { page } = admin
    await signIn(page, demo.file.url, demo.file.email, demo.file.password)
    await connectionRow(page, 'reference').waitFor()
    expect(await axeProblems(page)).toEqual([])

    for (const name of ['from-the-browser', 'to-be-deleted']) {
      await fillConnection(page, { name, token: demo.file.herokuToken })
      await keepScreenshot(page, 'new-connection')
      expect(await axeProblems(page)).toEqual([])
      await sendConnection(page, name)
      await connectionRow(page, name).waitFor()
    }
    await deleteConnection(page, 'to-be-deleted')
    await connectionRow(page, 'to-be-deleted').waitFor({ state: 'detached' })
    await keepScreenshot(page, 'connections')
    expect(await namesOverTrpc(demo)).toEqual([
      'demo-heroku',
      'from-the-browser',
      'my-heroku',
      'reference',
      'reference-shorter',
    ])
    expect(admin.complaints).toEqual([])
  })

  it.skipIf(noBrowser)('lets the viewer see connections in Chromium, and change nothing', async () => {
    const { page, context, complaints } = await openWatchedPage(browser, demo.file.url)
    await signIn(page, demo.file.url, demo.file.viewerEmail, demo.file.viewerPassword)
    await connectionRow(page, 'reference').waitFor()
    await connectionRow(page, 'my-heroku').waitFor()
    expect(await newConnectionButton(page).count()).toBe(0)
    expect(await page.getByRole('button', { name: /delete/i }).count()).toBe(0)
    const attempt = await context.request.post(`${demo.file.url}/api/trpc/appConnections.create`, {
      headers: { origin: demo.file.url },
      data: {
        app: 'heroku',
        method: 'auth-token',
        name: 'not-theirs',
        credentials: { authToken: demo.file.herokuToken },
      },
    })
    expect(attempt.status()).toBe(403)
    expect(complaints).toEqual([])
    await context.close()
  })

  it('ends when server, web app and sandbox are killed, and leaves no process', async () => {
    for (const pid of Object.values(demo.file.pids)) process.kill(pid, 'SIGKILL')
    expect(await demo.ended).not.toBe(0)
    expect(await demo.leftOver()).toEqual([])
    expect(await occupied(site)).toEqual([])
  })

  it('finds everything again after that, on PGlite and with the token of the sandbox', {
    timeout: startMs,
  }, async () => {
    const before = demo.file
    demo = await startDemo(site)
    say(`second start to banner: ${demo.seconds.toFixed(1)} s`)
    // Render's stand-in takes a free port at each start.
    const { accessToken, pids, renderUrl: _, ...kept } = demo.file
    expect(before).toMatchObject(kept)
    expect(accessToken).not.toBe(before.accessToken)
    expect(Object.values(before.pids)).not.toContain(pids.server)

    const again = await sendCurl(referenceCurl(demo.file, 'reference-again', {}), sender)
    expect(again.status).toBe(200)
    const names = await namesOverTrpc(demo)
    expect(names).toEqual(expect.arrayContaining(['my-heroku', 'reference', 'reference-again', 'reference-shorter']))
    expect(await namesOverRest(demo)).toEqual(names)
  })

  it.skipIf(noBrowser)('shows them in Chromium to the admin, who is still signed in', async () => {
    const { page } = admin
    await page.goto(demo.file.url)
    await goToConnections(page)
    for (const name of ['from-the-browser', 'reference-again']) await connectionRow(page, name).waitFor()
    expect(admin.complaints).toEqual([])
  })

  it('stops all of it when the npm command is asked to stop', async () => {
    demo.terminate()
    await demo.ended
    expect(await demo.leftOver()).toEqual([])
    expect(await occupied(site)).toEqual([])
  })

  it('starts afresh with --reset', { timeout: startMs }, async () => {
    const before = demo.file
    demo = await startDemo(site, ['--reset'])
    say(`start afresh to banner: ${demo.seconds.toFixed(1)} s`)
    for (const field of ['password', 'viewerPassword', 'orgId', 'clientSecret', 'herokuToken'] as const) {
      expect(demo.file[field], field).not.toBe(before[field])
    }
    expect(await namesOverTrpc(demo)).toEqual(['demo-heroku'])
    demo.terminate()
    await demo.ended
    expect(await demo.leftOver()).toEqual([])
  })

  // Processes are found by /proc.
  it.skipIf(process.platform !== 'linux')(
    'runs from its build for a user who may write nothing of it, and loses no API with its pages',
    {
      timeout: startMs,
    },
    async () => {
      const built = await startBuiltTree(site.tree)
      onTestFinished(() => built.remove())
      const statusOf = async (path: string) => (await fetch(built.url + path, { redirect: 'manual' })).status
      expect(await statusOf('/sign-in')).toBeLessThan(400)

      process.kill(built.pids.pages, 'SIGKILL')
      const statuses = new Set<number>()
      const pages = async () => {
        statuses.add(await statusOf('/api/v1/app-connections/options'))
        return statusOf('/sign-in')
      }
      await expect.poll(pages, { timeout: 30_000 }).toBe(503)
      await expect.poll(pages, { timeout: 30_000 }).toBeLessThan(400)
      expect([...statuses]).toEqual([401])

      process.kill(built.pids.launcher, 'SIGKILL')
      await built.ended
      const port = Number(new URL(built.url).port)
      await expect.poll(() => isPortFree(port), { timeout: 30_000 }).toBe(true)
    },
  )
})

/** An answer without `health`, which is ours in addition and no part of the reference. */
function promised({ status, body }: CurlAnswer): CurlAnswer {
  const text = JSON.stringify(body, (key, value) => (key === 'health' ? undefined : value))
  return { status, body: JSON.parse(text) }
}

function expectedConnection({ file }: DemoProcess, name: string) {
  return {
    id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    name,
    description: 'Deploys of the storefront',
    app: 'heroku',
    method: 'auth-token',
    credentials: {},
    version: 1,
    orgId: file.orgId,
    projectId: file.projectId,
    project: { id: file.projectId, name: 'Storefront', slug: 'storefront', type: 'secret-manager' },
    createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    updatedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    isPlatformManagedCredentials: false,
    isAutoRotationEnabled: false,
    gatewayId: null,
    credentialsHash: expect.stringMatching(/^[0-9a-f]{64}$/),
  }
}

async function namesOverTrpc({ file }: DemoProcess): Promise<string[]> {
  const { url, clientId, clientSecret } = file
  const client = createClient({ url, auth: { clientId, clientSecret } })
  const { appConnections } = await client.appConnections.list.query({})
  return appConnections.map(({ name }) => name)
}

async function namesOverRest({ file }: DemoProcess): Promise<string[]> {
  const answer = await fetch(`${file.url}/api/v1/app-connections/heroku`, {
    headers: { authorization: `Bearer ${file.accessToken}` },
  })
  const { appConnections }: { appConnections: { name: string }[] } = JSON.parse(await answer.text())
  return appConnections.map(({ name }) => name)
}

/** The permission bits, in octal, of a directory and of what is directly in it. */
async function modesIn(directory: string): Promise<Record<string, string>> {
  const names = ['.', ...(await readdir(directory))]
  const modes = names.map(
    async (name) => [name, ((await stat(join(directory, name))).mode & 0o777).toString(8)] as const,
  )
  return Object.fromEntries(await Promise.all(modes))
}

async function occupied({ ports }: DemoSite): Promise<number[]> {
  const all = await Promise.all(Object.values(ports).map(async (port) => ((await isPortFree(port)) ? [] : [port])))
  return all.flat()
}
