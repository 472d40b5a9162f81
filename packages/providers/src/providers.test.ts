import { describe, expect, it } from 'vitest'
import { createHttp, createProviders, providerEnvironmentIssues } from './index.ts'

describe('the environment of the providers', () => {
  it('needs nothing', () => {
    expect(providerEnvironmentIssues({})).toEqual([])
  })

  it('names every mistake at once, by the name of the variable and without its value', () => {
    const wrong = {
      HEROKU_API_URL: 'ftp://user:a-secret@example.com',
      HEROKU_ID_URL: 'a-secret, and no address',
      HEROKU_OAUTH_CLIENT_ID: '',
      HEROKU_OAUTH_CLIENT_SECRET: '',
    }
    const issues = providerEnvironmentIssues(wrong)
    expect(issues.map(({ variable }) => variable).sort()).toEqual(Object.keys(wrong).sort())
    expect(issues[0]).toEqual({ variable: 'HEROKU_API_URL', message: 'must be an http or https address' })
    expect(JSON.stringify(issues)).not.toContain('a-secret')
  })

  it('makes no provider where it has a mistake', async () => {
    const http = createHttp()
    expect(() => createProviders({ HEROKU_API_URL: 'nonsense' }, http)).toThrow()
    await http.close()
  })
})
