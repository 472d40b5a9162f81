import { access } from 'node:fs/promises'
import { type Browser, chromium } from 'playwright-core'
import { bundledChromium, type ChromiumProgram, hasBundledChromium } from './bundled-chromium.ts'

/** No Chromium can run on this machine; the message says what was tried and what to do. */
export class ChromiumUnavailableError extends Error {
  override readonly name = 'ChromiumUnavailableError'
}

/** Programs of the system, in the order in which they are tried. */
const systemPrograms = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/**
 * Starts a real Chromium: the one that `CHROMIUM_PATH` names, else the one of the npm package, else the system's.
 * On `debuggingPort`, where given, other programs may steer it too. Throws ChromiumUnavailableError where there is none, and Playwright's error where one is there and does not start.
 */
export async function startBrowser(
  options: { env?: Readonly<Record<string, string | undefined>>; debuggingPort?: number } = {},
): Promise<Browser> {
  const { env = process.env, debuggingPort } = options
  const prepare = await findChromium(env.CHROMIUM_PATH)
  const program = await prepare()
  return chromium.launch({
    executablePath: program.path,
    // Containers run as root and give no user namespaces; the pages opened are our own.
    args: [
      '--no-sandbox',
      '--disable-gpu',
      ...(debuggingPort === undefined ? [] : [`--remote-debugging-port=${debuggingPort}`]),
    ],
    env: { ...definedOf(env), ...program.env },
  })
}

/** What makes the Chromium of this machine ready to start. */
async function findChromium(given: string | undefined): Promise<() => Promise<ChromiumProgram>> {
  if (given) return async () => ({ path: given, env: {} })
  if (hasBundledChromium()) return bundledChromium
  for (const path of systemPrograms) if (await isThere(path)) return async () => ({ path, env: {} })
  throw new ChromiumUnavailableError(
    `No Chromium can run here: @sparticuz/chromium is not installed for ${process.platform}-${process.arch}, and there is none at ${systemPrograms.join(' or ')}. Install one, or set CHROMIUM_PATH.`,
  )
}

/** Why browser tests are left out here, or undefined where they run (or must, and then fail with what is missing). */
export async function whyNoBrowser(): Promise<string | undefined> {
  try {
    await findChromium(process.env.CHROMIUM_PATH)
    return undefined
  } catch (error) {
    if (!(error instanceof ChromiumUnavailableError)) throw error
    const allowed = (process.env.ALLOW_SKIP ?? '').toLowerCase().split(/[\s,]+/)
    const mustRun = process.platform === 'linux' && process.arch === 'x64'
    return mustRun && !allowed.includes('chromium') ? undefined : error.message
  }
}

function definedOf(variables: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(variables).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  )
}

async function isThere(path: string): Promise<boolean> {
  try {
    await access(path)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false
    throw error
  }
}
