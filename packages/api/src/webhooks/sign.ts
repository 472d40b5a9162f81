import { createHmac, randomBytes } from 'node:crypto'

/** The prefix of secrets in the Standard Webhooks scheme. The key follows in base64. */
const prefix = 'whsec_'

/** A signing secret: 256 random bits. */
export function newSigningSecret(): string {
  return prefix + randomBytes(32).toString('base64')
}

/**
 * The headers by which a receiver verifies the sender (the Standard Webhooks specification, "Webhook headers"). Each
 * secret signs id, time in seconds and body, so that a rotation loses no delivery.
 */
export function signedHeaders(
  message: { id: string; at: Date; body: string },
  secrets: readonly string[],
): Record<string, string> {
  const timestamp = String(Math.floor(message.at.getTime() / 1000))
  const signed = `${message.id}.${timestamp}.${message.body}`
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.slice(prefix.length), 'base64')
    return `v1,${createHmac('sha256', key).update(signed).digest('base64')}`
  })
  return { 'webhook-id': message.id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures.join(' ') }
}
