import { describe, expect, it } from 'vitest'
import { ConfigError, readConfig } from './config.ts'
import { startWarnings } from './start-warnings.ts'

function mistakes(variables: Record<string, string>): string {
  try {
    readConfig(variables)
  } catch (error) {
    if (error instanceof ConfigError) return error.message
    throw error
  }
  return expect.unreachable('it should have been refused')
}

describe('the environment of the server', () => {
  it('needs nothing, and an empty variable counts as absent', () => {
    for (const variables of [{}, { PORT: '', DATABASE_URL: '', SITE_URL: '', ENCRYPTION_KEY: '', TRUST_PROXY: '' }]) {
      expect(readConfig(variables)).toMatchObject({
        HOST: '127.0.0.1',
        PORT: 3000,
        WEB_PORT: 3001,
        SITE_URL: 'http://localhost:3000',
        DATA_DIR: expect.stringMatching(/^\/.*\.data$/),
        TRUST_PROXY: [],
        RATE_LIMITS: 'on',
        LOG_LEVEL: 'info',
      })
    }
  })

  it('names every mistake at once, a line each, and never a value', () => {
    const wrong = {
      DATABASE_URL: 'mysql://app:a-secret@db/app',
      PORT: '70000',
      WEB_PORT: 'a-secret port',
      SITE_URL: 'a-secret.example.com',
      AUTH_SECRET: 'a-secret',
      LOG_LEVEL: 'a-secret level',
      RATE_LIMITS: 'a-secret switch',
      HEROKU_API_URL: 'ftp://a-secret.example.com',
      HEROKU_ID_URL: 'a-secret',
    }
    const message = mistakes(wrong)
    const [title, ...lines] = message.split('\n')
    expect(title).toBe('The environment needs a correction:')
    expect(lines.map((line) => line.trim().split(':', 1)[0]).sort()).toEqual(Object.keys(wrong).sort())
    expect(message).not.toContain('a-secret')
    expect(message).toContain('  PORT: must be a port number')
    expect(message).toContain('  DATABASE_URL: must start with postgresql://')
  })

  it('takes the public address from the port by default, without a slash at its end', () => {
    expect(readConfig({ PORT: '8080' }).SITE_URL).toBe('http://localhost:8080')
    expect(readConfig({ SITE_URL: 'https://connections.example.com///' }).SITE_URL).toBe(
      'https://connections.example.com',
    )
  })

  it('takes ranges for webhooks, and a mail server only with a sender', () => {
    expect(readConfig({ WEBHOOK_ALLOW_CIDRS: '10.0.0.0/8, fd00::/8' }).WEBHOOK_ALLOW_CIDRS).toEqual([
      '10.0.0.0/8',
      'fd00::/8',
    ])
    expect(readConfig({})).toMatchObject({ WEBHOOK_ALLOW_CIDRS: [], WEBHOOK_ALLOW_HTTP: 'off', JOBS: 'on' })
    expect(mistakes({ WEBHOOK_ALLOW_CIDRS: '10.0.0.1' })).toContain('WEBHOOK_ALLOW_CIDRS: must be ranges')
    const mail = { SMTP_URL: 'smtps://user:a-secret@mail.example.com', SMTP_FROM: 'App <app@example.com>' }
    expect(readConfig(mail).mail).toEqual({ url: mail.SMTP_URL, from: mail.SMTP_FROM, requireTls: true })
    expect(readConfig({}).mail).toBeUndefined()
    for (const half of [{ SMTP_URL: mail.SMTP_URL }, { SMTP_FROM: mail.SMTP_FROM }]) {
      expect(mistakes(half)).toContain('SMTP_FROM: set SMTP_URL and SMTP_FROM together')
    }
    expect(mistakes({ ...mail, SMTP_URL: 'https://a-secret.example.com' })).not.toContain('a-secret')
  })

  it('reads a list of proxies', () => {
    expect(readConfig({ TRUST_PROXY: ' 10.0.0.0/8, 192.0.2.1 ,' }).TRUST_PROXY).toEqual(['10.0.0.0/8', '192.0.2.1'])
  })

  it.each(['-1', '1.5', 'abc', '65536'])('takes no port like %j', (port) => {
    expect(mistakes({ PORT: port })).toContain('PORT: ')
  })

  it.each([
    ['DATABASE_URL', 'postgresql://app:a-secret@db.example.com/app', { ENCRYPTION_KEY: 'x' }],
    ['DATABASE_URL', 'postgresql://app:a-secret@127.0.0.1,db.example.com/app', {}],
    ['DATABASE_URL', 'postgresql://app:a-secret@db.example.com/app?sslmode=disable', {}],
    ['HEROKU_API_URL', 'http://api.example.com', {}],
    ['HEROKU_ID_URL', 'HTTP://10.0.0.1:3000', {}],
    ['SITE_URL', 'http://connections.example.com', { HOST: '0.0.0.0' }],
  ])('refuses %s that would carry secrets in clear text, unless that is said to be right', (variable, value, more) => {
    const set = { ...more, [variable]: value }
    const message = mistakes(set)
    expect(message.split('\n').slice(1)).toEqual([
      expect.stringMatching(
        new RegExp(`^  ${variable}: would carry secrets in clear text .*ALLOW_CLEAR_TEXT=${variable}$`),
      ),
    ])
    expect(message).not.toContain('a-secret')
    expect(mistakes({ ...set, ALLOW_CLEAR_TEXT: 'SMTP_URL' })).toBe(message)
    expect(readConfig({ ...set, ALLOW_CLEAR_TEXT: `SMTP_URL, ${variable}` })).toBeDefined()
  })

  it.each([
    { DATABASE_URL: 'postgresql://app@localhost/app' },
    { DATABASE_URL: 'postgresql://app@127.0.0.2/app' },
    { DATABASE_URL: 'postgresql://app@/app?host=/run/postgresql' },
    { DATABASE_URL: 'postgresql://app@db.example.com/app?sslmode=require' },
    { DATABASE_URL: 'postgresql://app@db.example.com/app?sslmode=no-verify' },
    { HEROKU_API_URL: 'http://[::1]:4000', HEROKU_ID_URL: 'http://heroku.localhost' },
    { SITE_URL: 'http://connections.example.com' },
    { HOST: '::1' },
    { HOST: '0.0.0.0', SITE_URL: 'https://connections.example.com' },
  ])('takes what stays on this machine or is encrypted: %o', (variables) => {
    expect(readConfig(variables)).toBeDefined()
  })

  it('asks a mail server for TLS unless it is this machine, or that is said to be right', () => {
    const mail = { SMTP_URL: 'smtp://mail.example.com', SMTP_FROM: 'app@example.com' }
    expect(readConfig(mail).mail).toMatchObject({ requireTls: true })
    expect(readConfig({ ...mail, ALLOW_CLEAR_TEXT: 'SMTP_URL' }).mail).toMatchObject({ requireTls: false })
    expect(readConfig({ ...mail, SMTP_URL: 'smtp://127.0.0.1:2525' }).mail).toMatchObject({ requireTls: false })
  })

  it('warns in one sentence each of http on a network, and of a key beside the data', () => {
    const open = { HOST: '0.0.0.0', ALLOW_CLEAR_TEXT: 'SITE_URL', ENCRYPTION_KEY: 'x' }
    expect(startWarnings(readConfig(open))).toEqual([expect.stringMatching(/^People sign in over http on a network/)])
    expect(startWarnings(readConfig({}))).toEqual([expect.stringMatching(/^The key lies in DATA_DIR beside the data/)])
    expect(startWarnings(readConfig({ ALLOW_KEY_BESIDE_DATA: 'on' }))).toEqual([])
  })

  it.each([
    ['HTTPS://Connections.Example.com', 'https://connections.example.com'],
    ['https://connections.example.com:443/', 'https://connections.example.com'],
    ['http://LOCALHOST:8080', 'http://localhost:8080'],
  ])('reads the public address %s as browsers do', (SITE_URL, origin) => {
    expect(readConfig({ SITE_URL }).SITE_URL).toBe(origin)
  })

  it.each([
    ['https://example.com/connections', 'must have no path'],
    ['https://user:a-secret@example.com', 'must hold no user name and password'],
    ['https://example.com?x=1', 'must end with the host name or the port'],
    ['https://example.com/#x', 'must end with the host name or the port'],
  ])('refuses the public address %s', (SITE_URL, words) => {
    expect(mistakes({ SITE_URL })).toContain(`SITE_URL: ${words}`)
    expect(mistakes({ SITE_URL })).not.toContain('a-secret')
  })

  it.each(['true', '1', '*', 'traefik', '10.0.0.0/33'])('takes no proxy like %j', (TRUST_PROXY) => {
    expect(mistakes({ TRUST_PROXY })).toContain('TRUST_PROXY: must be the addresses of the proxies in front')
  })

  it.each([
    ['[::1]', 'must be an address without brackets'],
    ['*', 'must be 0.0.0.0'],
    ['http://127.0.0.1', 'must be an address alone'],
    ['a b', 'must be an address of this machine'],
  ])('takes no place to listen like %j', (HOST, words) => {
    expect(mistakes({ HOST })).toContain(`HOST: ${words}`)
  })

  it('says in plain words what a number or a word must be', () => {
    const message = mistakes({ LOG_LEVEL: 'INFO', AUDIT_RETENTION_DAYS: '365d', DATABASE_POOL: 'many', JOBS: 'yes' })
    expect(message).toContain('LOG_LEVEL: must be one of fatal, error, warn')
    expect(message).toContain('AUDIT_RETENTION_DAYS: must be a number of days from 1 to 36500')
    expect(message).toContain('DATABASE_POOL: must be a number of connections')
    expect(message).not.toMatch(/Invalid|NaN|expected/)
  })

  it('ignores an address in WEB_PORT, which a service of the name web brings, and a line break at an end', () => {
    expect(readConfig({ WEB_PORT: 'tcp://10.0.0.5:80' }).WEB_PORT).toBe(3001)
    expect(mistakes({ PORT: 'tcp://10.0.0.5:80' })).toContain('PORT: must be a port number')
    const secrets = { METRICS_TOKEN: 'a-token-of-16-chars\n', HEROKU_OAUTH_CLIENT_SECRET: 'x\r\n' }
    const config = readConfig({ ...secrets, HEROKU_OAUTH_CLIENT_ID: 'id\n' })
    expect(config.METRICS_TOKEN).toBe('a-token-of-16-chars')
    expect(config.providerVariables).toMatchObject({ HEROKU_OAUTH_CLIENT_SECRET: 'x', HEROKU_OAUTH_CLIENT_ID: 'id' })
  })
})
