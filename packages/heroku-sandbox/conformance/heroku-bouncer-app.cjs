/** The smallest app behind heroku-bouncer: on the Express that it brings, with sessions in memory. */
const { randomUUID } = require('node:crypto')
const { createRequire } = require('node:module')

const bouncer = require('heroku-bouncer')
const express = createRequire(require.resolve('heroku-bouncer'))('express')
const encryptionSecret = 'a secret of this test alone'
const cipher = createRequire(require.resolve('heroku-bouncer'))('simple-encryptor')(encryptionSecret)

const sessions = new Map()
const app = express()
app.use((request, response, next) => {
  const known = /session=([0-9a-f-]+)/.exec(request.headers.cookie ?? '')?.[1]
  const id = known ?? randomUUID()
  if (known === undefined) response.setHeader('set-cookie', `session=${id}`)
  const fresh = () => ({ reset: () => sessions.set(id, Object.assign(request, { session: fresh() }).session) })
  if (!sessions.has(id)) sessions.set(id, fresh())
  request.session = sessions.get(id)
  next()
})
// Lets a test make the session old instead of waiting eight hours.
app.use((request, response, next) => {
  if (!request.url.endsWith('?make-old')) return next()
  const session = cipher.decrypt(request.session.userSession)
  request.session.userSession = cipher.encrypt({ ...session, createdAt: new Date(0).toISOString() })
  response.end()
})
app.use(
  bouncer({
    oAuthClientID: process.env.OAUTH_ID,
    oAuthClientSecret: process.env.OAUTH_SECRET,
    oAuthServerURL: process.env.OAUTH_URL,
    encryptionSecret,
  }),
)
// Not response.json: this old Express fails in it under Node 24.
app.get('/', (request, response) => response.end(JSON.stringify(request['heroku-bouncer'])))
const server = app.listen(0, '127.0.0.1', () => process.send(server.address().port))
process.on('disconnect', () => process.exit())
