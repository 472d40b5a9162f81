import { describe, expect, it } from 'vitest'
import { readConfig } from './config.ts'
import { localUrl } from './programs.ts'

function configOf(variables: Record<string, string>) {
  const { config } = readConfig(variables)
  if (config === undefined) throw new Error('the variables were refused')
  return config
}

describe('the launcher’s environment', () => {
  it('has a default for everything, and counts an empty variable as absent', () => {
    const config = configOf({ PORT: '', DATA_DIR: '' })
    expect(config).toMatchObject({ PORT: 3000, WEB_PORT: 3001, SANDBOX_PORT: 3002, SITE_URL: 'http://localhost:3000' })
    expect(config.DATA_DIR).toMatch(/\/\.data$/)
    expect(config.inherited).toEqual({})
  })

  it('names every mistake at once, a line each', () => {
    const { config, mistakes } = readConfig({ PORT: 'x', WEB_PORT: '70000' })
    expect(config).toBeUndefined()
    expect(mistakes?.split('\n')).toHaveLength(3)
    expect(mistakes).toContain('  PORT: ')
    expect(mistakes).toContain('  WEB_PORT: ')
  })

  it.each([
    ['0.0.0.0', 'http://127.0.0.1:4000'],
    ['::', 'http://127.0.0.1:4000'],
    ['::1', 'http://[::1]:4000'],
    ['192.0.2.1', 'http://192.0.2.1:4000'],
  ])('reaches a server that listens on %s at %s', (HOST, url) => {
    expect(localUrl(configOf({ HOST, PORT: '4000' }))).toBe(url)
  })
})
