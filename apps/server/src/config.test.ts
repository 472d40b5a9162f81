import { describe, expect, it } from 'vitest'
import { ConfigError, readConfig } from './config.ts'

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

  it('tells every mistake at once, a line each, and never a value', () => {
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

  it('takes the public address from the port unless told, without a slash at its end', () => {
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
    expect(readConfig(mail).mail).toEqual({ url: mail.SMTP_URL, from: mail.SMTP_FROM })
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
})
