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
    const config = configOf({ WEB_PORT: '', DATA_DIR: '' })
    expect(config).toMatchObject({ WEB_PORT: 3001, SANDBOX_PORT: 3002 })
    expect(config.DATA_DIR).toMatch(/\/\.data$/)
    expect(config.inherited).toEqual({})
  })

  it('names every mistake at once, a line each', () => {
    const { config, mistakes } = readConfig({ SANDBOX_PORT: 'x', WEB_PORT: '70000' })
    expect(config).toBeUndefined()
    expect(mistakes?.split('\n')).toEqual([
      'The environment needs a correction:',
      '  WEB_PORT: must be a port number',
      '  SANDBOX_PORT: must be a port number',
    ])
  })

  it('does not take the address of a service of that name for a port', () => {
    const config = configOf({ WEB_PORT: 'tcp://10.0.0.5:80', SANDBOX_PORT: 'tcp://10.0.0.6:80', PORT: '4000' })
    expect(config).toMatchObject({ WEB_PORT: 3001, SANDBOX_PORT: 3002, inherited: { PORT: '4000' } })
    expect(config.inherited).not.toHaveProperty('WEB_PORT')
  })

  it.each([
    ['http://0.0.0.0:4000', 'http://127.0.0.1:4000'],
    ['http://[::]:4000', 'http://127.0.0.1:4000'],
    ['http://[::1]:4000', 'http://[::1]:4000'],
    ['http://192.0.2.1:4000', 'http://192.0.2.1:4000'],
  ])('reaches a server that listens at %s at %s', (address, url) => {
    expect(localUrl(address)).toBe(url)
  })
})
