/** How a receiver checks that a message is genuine, with the library of the scheme. */
export const verifyWithLibrary = [
  "import { env } from 'node:process'",
  "import { Webhook } from 'standardwebhooks'",
  '',
  "const webhook = new Webhook(env.WEBHOOK_SECRET ?? '')",
  '// body: the text as it came, before anything parses it',
  'const event = webhook.verify(body, headers)',
].join('\n')

/** The same with nothing but Node. */
export const verifyByHand = [
  "import { createHmac, timingSafeEqual } from 'node:crypto'",
  "import { env } from 'node:process'",
  '',
  "const key = Buffer.from((env.WEBHOOK_SECRET ?? '').replace('whsec_', ''), 'base64')",
  '',
  'export function isGenuine(headers, body) {',
  "  const signed = [headers['webhook-id'], headers['webhook-timestamp'], body].join('.')",
  "  const expected = createHmac('sha256', key).update(signed).digest()",
  "  const age = Math.abs(Date.now() / 1000 - Number(headers['webhook-timestamp']))",
  "  return age < 300 && headers['webhook-signature'].split(' ').some((each) => {",
  "    const given = Buffer.from(each.replace('v1,', ''), 'base64')",
  '    return given.length === expected.length && timingSafeEqual(given, expected)',
  '  })',
  '}',
].join('\n')
