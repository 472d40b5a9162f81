import { madeSchema } from '@app-connections/schemas'
import { expect, it } from 'vitest'
import { madeInWords } from './made-words.ts'

const made = (kind: string, name: string, identity: string | null) =>
  madeSchema.parse({
    kind,
    id: '01920000-0000-7000-8000-000000000000',
    name,
    identity: identity === null ? null : { id: '01920000-0000-7000-8000-000000000001', name: identity },
  })

it.each([
  ['client-secret', 'ci', 'deploy-bot', 'Client secret “ci” of deploy-bot, with its tokens'],
  ['client-secret', '', 'deploy-bot', 'Client secret Unnamed of deploy-bot, with its tokens'],
  ['access-token', 'status board', 'deploy-bot', 'Access token “status board” of deploy-bot'],
  ['invitation', 'eve@example.com', null, 'Invitation of eve@example.com'],
  ['webhook', 'https://hooks.example.com', null, 'Webhook to https://hooks.example.com, which is switched off'],
  ['grant', 'storefront', 'deploy-bot', 'Grant to use storefront, which deploy-bot has'],
  ['grant', 'storefront', null, 'Grant to use storefront'],
])('says that %s "%s" ends', (kind, name, identity, words) => {
  expect(madeInWords(made(kind, name, identity))).toBe(words)
})

it('has words for everything that can end', () => {
  for (const kind of madeSchema.shape.kind.options) {
    expect(madeInWords(made(kind, 'ci', 'deploy-bot'))).toMatch(/^[A-Z]/)
  }
})
