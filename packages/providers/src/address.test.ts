import { expect, it } from 'vitest'
import { below } from './address.ts'

it.each([
  ['https://api.heroku.com', '/apps', 'https://api.heroku.com/apps'],
  ['https://api.heroku.com/', '/apps', 'https://api.heroku.com/apps'],
  ['https://proxy.example.com/heroku', '/apps', 'https://proxy.example.com/heroku/apps'],
  ['https://proxy.example.com/heroku/', '/oauth/token', 'https://proxy.example.com/heroku/oauth/token'],
  ['https://api.render.com/v1', '/services', 'https://api.render.com/v1/services'],
  ['https://proxy.example.com/a/b?x=1#y', '/users', 'https://proxy.example.com/a/b/users'],
])('joins %s and %s', (base, path, joined) => {
  expect(below(base, path).href).toBe(joined)
})
