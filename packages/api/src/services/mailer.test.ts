import { SMTPServer } from 'smtp-server'
import { expect, it, onTestFinished } from 'vitest'
import { createMailer } from './mailer.ts'

it('tells a server that offers no TLS neither password nor mail, unless it need not', async () => {
  const heard: string[] = []
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    onAuth({ password }, _session, done) {
      heard.push(password ?? '')
      done(null, { user: 'app' })
    },
    onMailFrom({ address }, _session, done) {
      heard.push(address)
      done()
    },
    onData(stream, _session, done) {
      stream.resume().on('end', () => done())
    },
  })
  server.on('error', () => {})
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())))
  const address = server.server.address()
  const url = `smtp://app:a-password@127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
  const mail = { to: 'ada@example.com', subject: 'x', text: 'x', id: 'x' }

  const strict = createMailer({ url, from: 'app@example.com', requireTls: true })
  await expect(strict.send(mail)).rejects.toThrow('The mail server offers no TLS')
  expect(heard).toEqual([])
  await createMailer({ url, from: 'app@example.com', requireTls: false }).send(mail)
  expect(heard).toEqual(['a-password', 'app@example.com'])
})
