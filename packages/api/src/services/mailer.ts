import { createTransport } from 'nodemailer'

export interface Mail {
  readonly to: string
  readonly subject: string
  readonly text: string
  /** The same at every attempt, by which a mailbox recognizes a repeat. */
  readonly id: string
}

/** Sends mail through a mail server. */
export interface Mailer {
  /** Hands a mail to the server and returns the status of its answer. Rejects with `MailError`. */
  send(mail: Mail): Promise<number>
}

/** The server did not take the mail. The message is a sentence of this service and quotes nothing of the server. */
export class MailError extends Error {
  override readonly name = 'MailError'
}

/** The longest time of any step, in milliseconds. */
const timeoutMs = 10_000

/**
 * A mailer for the server at an `smtp://` or `smtps://` address, which may hold user name and password. With
 * `requireTls`, nothing is sent to an `smtp://` server that does not offer STARTTLS.
 */
export function createMailer({ url, from, requireTls }: { url: string; from: string; requireTls: boolean }): Mailer {
  const transport = createTransport({
    url,
    requireTLS: requireTls,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return {
    async send({ to, subject, text, id }) {
      try {
        const headers = { 'Auto-Submitted': 'auto-generated' }
        const messageId = `<${id}@app-connections.invalid>`
        const { response } = await transport.sendMail({ from, to, subject, text, messageId, headers })
        return Number.parseInt(response, 10)
      } catch (error) {
        throw new MailError(sentence(error), { cause: error })
      }
    },
  }
}

function sentence(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (code === 'ETLS') return 'The mail server offers no TLS'
  const status = error instanceof Error && 'responseCode' in error ? Number(error.responseCode) : Number.NaN
  if (Number.isInteger(status)) return `The mail server answered with status ${status}`
  if (code === 'ETIMEDOUT') return 'The mail server did not answer in time'
  if (code === 'EAUTH') return 'The mail server did not take the user name and password'
  return 'The mail server could not be reached'
}
