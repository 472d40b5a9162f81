import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { servedPackage } from '../build/served.ts'
import { root } from './workplace.ts'

it('the package that the service hands out runs where nothing else is, and is the same each time', () => {
  const dir = mkdtempSync(join(tmpdir(), 'app-connections-served-'))
  onTestFinished(() => rmSync(dir, { recursive: true }))
  const made = servedPackage(root)
  expect(servedPackage(root).equals(made)).toBe(true)
  execFileSync('tar', ['xzf', '-', '-C', dir], { input: made })
  const place = join(dir, 'package')
  const manifest = JSON.parse(readFileSync(join(place, 'package.json'), 'utf8'))
  expect(Object.keys(manifest)).not.toContain('dependencies')
  expect(JSON.stringify(manifest)).not.toMatch(/workspace:|catalog:|\.ts"/)
  const program = join(place, manifest.bin['app-connections'])
  expect(execFileSync(process.execPath, [program, '--help'], { encoding: 'utf8' })).toMatch(/^Uses a stored connection/)
  // With tRPC beside it, the typed client is there too.
  mkdirSync(join(dir, 'node_modules'))
  const linked = `import { createClient } from ${JSON.stringify(join(place, manifest.exports['.']))}; console.log(typeof createClient)`
  execFileSync('ln', ['-s', join(root, 'node_modules', '@trpc'), join(dir, 'node_modules', '@trpc')])
  const said = execFileSync(process.execPath, ['--input-type=module', '-e', linked], { encoding: 'utf8' })
  expect(said).toBe('function\n')
})
