import { insertNotice } from '@app-connections/db'
import { engines } from '@app-connections/db/testing/engines'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { describe, expect, it, onTestFinished } from 'vitest'
import { call } from '../../test/services.ts'
import { useWebhooks } from '../../test/webhooks.ts'
import { driftNotice } from '../secret-syncs/drift-notice.ts'
import { createMailer } from '../services/mailer.ts'

interface Taken {
  to: string[]
  text: string
}

/** A real mail server on a port of its own, which closes after the test. */
async function startMailServer(options: SMTPServerOptions = {}): Promise<{ address: string; taken: Taken[] }> {
  const taken: Taken[] = []
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS'],
    authOptional: true,
    ...options,
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const to = session.envelope.rcptTo.map(({ address }) => address)
        taken.push({ to, text: Buffer.concat(chunks).toString('utf8') })
        done()
      })
    },
  })
  server.on('error', () => {})
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())))
  const address = server.server.address()
  return { address: `127.0.0.1:${typeof address === 'object' ? address?.port : ''}`, taken }
}

/** A mail's text, decoded from quoted-printable (RFC 2045). */
const plain = (text: string) =>
  text
    .replaceAll(/=\r\n/g, '')
    .replaceAll(/=([0-9A-F]{2})/g, (_all, hex) => String.fromCharCode(Number.parseInt(hex, 16)))

const from = 'App Connections <app@example.com>'

describe.each(engines)('mail on %s with the sandbox and a real mail server', (engine) => {
  const test = useWebhooks(engine)
  const withMailer = (address: string) => ({
    ...test().services,
    mailer: createMailer({ url: `smtp://${address}`, from, requireTls: false }),
  })

  async function failing() {
    const tenant = await test().organization()
    const { id, token, tokenId } = await tenant.connection('storefront')
    await test().sandbox.control.revokeToken(tokenId)
    await tenant.act('appConnections.check', { app: 'heroku', connectionId: id })
    return { ...tenant, id, token }
  }

  it('tells the admins of the organization that a connection failed, what to do and where', async () => {
    const server = await startMailServer()
    const { organization, admin, id, token } = await failing()
    const second = await organization.person({ organization: 'admin' })
    await organization.person({ organization: 'member', project: 'admin' })
    await test().organization()
    await test().sendNotices(withMailer(server.address))
    expect(server.taken.flatMap(({ to }) => to).sort()).toEqual([admin.email, second.email].sort())
    const text = plain(server.taken[0]?.text ?? '')
    expect(text).toMatch(/^From: App Connections <app@example\.com>\r$/m)
    expect(text).toMatch(/^Subject: storefront no longer works\r$/m)
    expect(text).toMatch(/^Auto-Submitted: auto-generated\r$/m)
    expect(text).toContain('The Heroku connection "storefront" of Acme no longer works.')
    expect(text).toContain('Reconnect it with a new credential')
    expect(text).toContain(`https://connections.example.com/o/acme-${organization.id}/connections/${id}`)
    expect(text).not.toContain(token)
    expect(await test().sendNotices(withMailer(server.address))).toBe(0)
  })

  it('tells what others have changed of a sync, which release did it and who made it', async () => {
    const server = await startMailServer()
    const { organization, connection } = await test().organization()
    const { id: connectionId } = await connection('storefront')
    const sync = { id: connectionId, name: 'shop', app: 'heroku', connection_id: connectionId } as const
    const row = { ...sync, org_id: organization.id, project_id: organization.projectId }
    const found = [{ key: 'LOG_LEVEL', change: 'changed', known: 'a', there: 'b', release: 7 }]
    const releases = [{ version: 7, description: 'Set LOG_LEVEL config vars', by: 'eve@example.com', at: null }]
    const at = { resource_id: 'x', resource_name: 'shop-eu' }
    await insertNotice(test().services.db, driftNotice({ ...row, ...at }, { found, releases }, new Date()))
    await test().sendNotices(withMailer(server.address))
    const text = plain(server.taken[0]?.text ?? '')
    expect(text).toMatch(/^Subject: shop: values were changed at shop-eu\r$/m)
    expect(text).toContain('that the sync "shop" of Acme has set: LOG_LEVEL (changed).')
    expect(text).toContain('Release 7 by eve@example.com: Set LOG_LEVEL config vars')
    expect(text).toContain('take them into the set, or put back what the set has')
  })

  it('leads nobody to a page of a project that they are not in', async () => {
    const server = await startMailServer()
    const { organization, connection } = await test().organization()
    const { id, tokenId } = await connection('storefront')
    const { db } = test().services
    await db.updateTable('connections').set({ project_id: organization.projectId }).where('id', '=', id).execute()
    const member = await organization.person({ organization: 'admin', project: 'admin' })
    await test().sandbox.control.revokeToken(tokenId)
    await call(test().services, member, 'appConnections.check', { app: 'heroku', connectionId: id })
    await test().sendNotices(withMailer(server.address))
    const texts = new Map(server.taken.map(({ to, text }) => [to[0], plain(text)]))
    expect(texts.size).toBe(2)
    for (const [to, text] of texts) {
      const page = `/connections/${id}`
      if (to === member.email) expect(text).toContain(page)
      else {
        expect(text).not.toContain(page)
        expect(text).toContain('It belongs to a project that you are not in: its admins can open it.')
      }
    }
  })

  it('tells that a credential ends soon, and nothing of what merely comes and goes', async () => {
    const server = await startMailServer()
    const { act, connection } = await test().organization()
    const { id } = await connection('storefront', { expiresIn: 86_400 })
    await act('appConnections.check', { app: 'heroku', connectionId: id })
    await act('appConnections.remove', { app: 'heroku', connectionId: id })
    await test().sendNotices(withMailer(server.address))
    expect(server.taken).toHaveLength(1)
    expect(plain(server.taken[0]?.text ?? '')).toMatch(/^Subject: storefront ends soon\r$/m)
  })

  it('is tried again where the server is away, and not where there is no admin any more', async () => {
    const server = await startMailServer()
    const { admin, organization } = await failing()
    const { db } = test().services
    expect(await test().sendNotices(withMailer('127.0.0.1:1'))).toBe(1)
    const [first] = await db.selectFrom('deliveries').selectAll().execute()
    expect(first).toMatchObject({ state: 'pending', log: [{ error: 'The mail server could not be reached' }] })
    test().later(120_000)
    await test().sendNotices(withMailer(server.address))
    expect(server.taken).toHaveLength(1)
    const [second] = await db.selectFrom('deliveries').selectAll().execute()
    expect(second).toMatchObject({ state: 'delivered', log: [{}, { status: 250, error: null }] })

    await db.deleteFrom('notices').execute()
    const { id } = await failing()
    expect(id).not.toBe(organization.id)
    await test().sendNotices(withMailer('127.0.0.1:1'))
    await db.updateTable('memberships').set({ role: 'member' }).execute()
    test().later(120_000)
    await test().sendNotices(withMailer(server.address))
    expect(server.taken.flatMap(({ to }) => to)).toEqual([admin.email])
    const [third] = await db.selectFrom('deliveries').selectAll().execute()
    expect(third).toMatchObject({ state: 'failed', log: [{}, { error: 'No admin any more' }] })
  })

  it('is not written where no mail server is named', async () => {
    await failing()
    expect(await test().sendNotices()).toBe(0)
    expect(await test().services.db.selectFrom('deliveries').selectAll().execute()).toEqual([])
  })

  it('is refused in a sentence of ours, by its status and without a word of the server', async () => {
    const server = await startMailServer({
      onRcptTo: (_address, _session, done) =>
        done(Object.assign(new Error('a secret of the server'), { responseCode: 450 })),
    })
    await failing()
    await test().sendNotices(withMailer(server.address))
    const [row] = await test().services.db.selectFrom('deliveries').selectAll().execute()
    expect(row?.log).toMatchObject([{ error: 'The mail server answered with status 450' }])
    expect(JSON.stringify(row)).not.toContain('a secret of the server')
  })

  it('signs in at the server where the address says how', async () => {
    const known: unknown[] = []
    const server = await startMailServer({
      authOptional: false,
      allowInsecureAuth: true,
      onAuth: ({ username, password }, _session, done) => {
        known.push([username, password])
        done(null, { user: username })
      },
    })
    await failing()
    await test().sendNotices(withMailer(`user:pass%20word@${server.address}`))
    expect(known).toEqual([['user', 'pass word']])
    expect(server.taken).toHaveLength(1)
  })
})
