import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const repository = join(import.meta.dirname, '..', '..', '..')
const read = (name: string) => readFileSync(join(repository, 'deploy', name), 'utf8')

/** The instructions of a Dockerfile, a line each, without comments and continuations. */
const instructions = read('Dockerfile')
  .replaceAll('\\\n', ' ')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
const instruction = (name: string) => instructions.filter((line) => line.startsWith(`${name} `)).at(-1) ?? ''

describe('what is shipped for service managers and containers', () => {
  it('starts a file that is there, by the same command everywhere', () => {
    const start = 'apps/launcher/boot.mjs'
    expect(existsSync(join(repository, start))).toBe(true)
    expect(JSON.parse(instruction('CMD').slice('CMD '.length))).toEqual(['node', start, 'start'])
    expect(read('app-connections.service')).toMatch(
      /^ExecStart=\/usr\/bin\/node \/opt\/app-connections\/apps\/launcher\/boot\.mjs start$/m,
    )
  })

  it('runs as nobody who may write the tree, with a data directory of its own', () => {
    expect(instruction('USER')).toBe('USER node')
    expect(instruction('ENV')).toContain('DATA_DIR=/data')
    for (const line of ['DynamicUser=yes', 'ProtectSystem=strict', 'Restart=always', 'LimitCORE=0']) {
      expect(read('app-connections.service').split('\n')).toContain(line)
    }
    for (const line of ['    read_only: true', '    init: true', '      - data:/data']) {
      expect(read('compose.yaml').split('\n')).toContain(line)
    }
  })

  it('holds no secret: each is asked for', () => {
    for (const name of ['SITE_URL', 'ENCRYPTION_KEY', 'AUTH_SECRET'])
      expect(read('compose.yaml')).toContain(`${name}: \${${name}:?`)
    expect(read('Dockerfile') + read('compose.yaml')).not.toMatch(/(?:KEY|SECRET|PASSWORD)=\S/)
    const ignored = (name: string) => readFileSync(join(repository, name), 'utf8').split('\n')
    const generated = ignored('.gitignore').filter((line) => line !== '')
    expect(generated.length).toBeGreaterThan(5)
    expect(ignored('.dockerignore')).toEqual(
      expect.arrayContaining(['.git', '**/.env', ...generated.map((name) => `**/${name.replace(/\/$/, '')}`)]),
    )
  })

  it('asks for health by a command that tells a server that answers from none', () => {
    const health = instructions.find((line) => line.startsWith('HEALTHCHECK ')) ?? ''
    const [program, option, script]: string[] = JSON.parse(health.slice(health.indexOf('CMD ') + 'CMD '.length))
    expect([program, option]).toEqual(['node', '-e'])
    const closed = (script ?? '').replace(':3000', ':9')
    expect(() => execFileSync(process.execPath, ['-e', closed], { stdio: 'ignore' })).toThrow()
  })
})
