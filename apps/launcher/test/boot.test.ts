import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { chooseNode } from '../boot/platform.mjs'
import { bareTree } from './bare-tree.ts'

const secrets = {
  ENCRYPTION_KEY: 'canary-key',
  AUTH_SECRET: 'canary-secret',
  DATABASE_URL: 'postgresql://app:canary-password@127.0.0.1/app',
  HEROKU_OAUTH_CLIENT_SECRET: 'canary-client',
  SOME_OTHER_SECRET: 'canary-other',
}

describe('the root commands', () => {
  it.each(['build', 'demo'])('give no secret to a package manager or a build: %s', async (command) => {
    const tree = await bareTree()
    const network = { HTTPS_PROXY: 'http://127.0.0.1:9', npm_config_registry: 'http://127.0.0.1:9' }
    await tree.run(command, { ...secrets, ...network })
    const ran = await tree.ran()
    expect(ran).toHaveLength(3)
    for (const line of ran) {
      expect(line).not.toContain('canary')
      const given = line.split('\t')
      for (const [name, value] of Object.entries(network)) expect(given).toContain(`${name}=${value}`)
    }
  })

  it('run no package manager and no build where they start the real thing', async () => {
    const tree = await bareTree()
    const early = await tree.run('start', secrets)
    expect(early).toEqual({
      code: 1,
      said: expect.stringMatching(/^This tree is not built yet: run npm run build first\..*\n$/),
    })
    expect(await tree.ran()).toEqual([])
    expect(await tree.run('build')).toEqual({ code: 0, said: '' })
    const built = await tree.ran()
    expect(await tree.run('start', secrets)).toEqual({ code: 0, said: 'the launcher runs\n' })
    expect(await tree.ran()).toEqual(built)
  })

  it('make nothing again that fits, and notice a changed source, lock file or a lost build', async () => {
    const tree = await bareTree()
    await tree.run('build')
    await tree.run('build')
    expect(await tree.ran()).toHaveLength(3)

    await writeFile(join(tree.folder, 'apps/web/src/page.test.tsx'), 'what only tests read changes no build')
    await writeFile(join(tree.folder, 'apps/web/tsconfig.tsbuildinfo'), 'what a compiler writes for itself neither')
    expect((await tree.run('start')).code).toBe(0)
    await writeFile(join(tree.folder, 'apps/web/src/page.tsx'), 'changed')
    expect((await tree.run('start')).said).toMatch(/^This tree has changed since it was built: run npm run build/)
    await tree.run('build')
    expect(await tree.ran()).toHaveLength(5)

    await writeFile(join(tree.folder, 'pnpm-lock.yaml'), 'changed')
    expect((await tree.run('start')).code).toBe(1)
    await tree.run('build')
    expect(await tree.ran()).toHaveLength(8)

    await rm(join(tree.folder, 'apps/web/.next'), { recursive: true })
    expect((await tree.run('start')).said).toMatch(/^This tree is not built yet/)
  })
})

describe('the Node of a machine', () => {
  const debian = { platform: 'linux', arch: 'x64', node: '20.20.2', glibc: '2.36' }

  it.each([
    [debian, 'brought'],
    [{ ...debian, arch: 'arm64', node: '24.1.0' }, 'brought'],
    [{ ...debian, glibc: undefined, node: '22.18.0' }, 'own'],
    [{ ...debian, glibc: '2.17', node: '24.1.0' }, 'own'],
    [{ ...debian, platform: 'darwin', arch: 'arm64', glibc: undefined, node: '24.1.0' }, 'own'],
  ])('on %o is %s', (machine, node) => {
    expect(chooseNode(machine)).toEqual({ node })
  })

  it.each([
    [{ ...debian, glibc: undefined, node: '22.17.9' }, 'This system has no glibc (Alpine'],
    [{ ...debian, glibc: '2.17' }, 'The glibc 2.17 of this system is older than 2.28'],
    [{ ...debian, arch: 'riscv64' }, 'On linux-riscv64 install Node 24'],
    [{ ...debian, node: '18.20.0' }, 'Node 18.20.0 is too old'],
    [{ ...debian, platform: 'win32', glibc: undefined }, 'Windows is not supported'],
  ])('on %o is refused with one sentence: %s', (machine, words) => {
    expect(chooseNode(machine)).toEqual({ refused: expect.stringContaining(words) })
  })
})
