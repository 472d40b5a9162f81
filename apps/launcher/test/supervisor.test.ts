import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { nextPause } from '../src/pauses.ts'

interface Installation {
  readonly launcher: ChildProcess
  readonly server: number
  readonly web: number
  /** Every line so far. */
  readonly said: () => string[]
}

async function startInstallation(): Promise<Installation> {
  const launcher = spawn(process.execPath, [join(import.meta.dirname, 'programs', 'installation.ts')], {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  })
  let text = ''
  launcher.stdout?.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
  const said = () => text.split('\n')
  const started = () => /^server (\d+), web app (\d+)$/m.exec(text)
  onTestFinished(() => {
    launcher.kill('SIGKILL')
    for (const [, pid] of text.matchAll(/^program (\d+)$/gm))
      if (isRunning(Number(pid))) process.kill(Number(pid), 'SIGKILL')
  })
  await expect.poll(started, { timeout: 30_000 }).not.toBeNull()
  const [, server, web] = started() ?? []
  return { launcher, server: Number(server), web: Number(web), said }
}

describe('the processes of an installation', () => {
  it('lose the pages and get them back, each time after a longer pause, while the server runs', async () => {
    const { server, web, said } = await startInstallation()
    const programs = () => said().flatMap((line) => /^program (\d+)$/.exec(line)?.slice(1).map(Number) ?? [])
    let running = web
    for (const pause of ['0.1', '0.2', '0.4', '0.4']) {
      process.kill(running, 'SIGKILL')
      const before = programs().length
      await expect.poll(() => programs().length, { timeout: 20_000 }).toBe(before + 1)
      expect(said()).toContain(`The web app ended (SIGKILL); starting it again in ${pause} s.`)
      running = programs().at(-1) ?? 0
    }
    expect(isRunning(server)).toBe(true)
    process.kill(server, 'SIGKILL')
    await expect.poll(() => isRunning(running), { timeout: 20_000 }).toBe(false)
    expect(said()).toContain('The server ended (SIGKILL); stopping the rest.')
  })

  it('all end when the launcher is killed, and when it is asked to end with one that waits for its next start', async () => {
    const killed = await startInstallation()
    killed.launcher.kill('SIGKILL')
    await expect.poll(() => [killed.server, killed.web].filter(isRunning), { timeout: 20_000 }).toEqual([])

    const asked = await startInstallation()
    process.kill(asked.web, 'SIGKILL')
    await expect.poll(() => asked.said().join(), { timeout: 20_000 }).toContain('starting it again')
    asked.launcher.kill('SIGTERM')
    expect(await once(asked.launcher, 'exit')).toEqual([0, null])
    expect(isRunning(asked.server)).toBe(false)
  })
})

describe('the pause before a program is started again', () => {
  const pauses = { firstMs: 500, longestMs: 30_000, soundAfterMs: 60_000 }

  it('doubles up to the longest, and begins anew for one that has run soundly', () => {
    const found: number[] = []
    for (let start = 0; start < 8; start += 1) found.push(nextPause(pauses, found.at(-1) ?? 0, 10))
    expect(found).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000])
    expect(nextPause(pauses, 30_000, 60_000)).toBe(500)
  })
})

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return false
    throw error
  }
}
