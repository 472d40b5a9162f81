import { passwordSchema } from '@app-connections/schemas'
import { describe, expect, it } from 'vitest'
import { requireUnguessable } from './guessable.ts'

const email = 'ada.lovelace@example.com'

/** What somebody who sets that password is told; undefined where it is taken. */
function told(password: string): string | undefined {
  const parsed = passwordSchema.safeParse(password)
  if (!parsed.success) return parsed.error.issues[0]?.message
  try {
    requireUnguessable(password, email)
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : ''
  }
}

describe('a password', () => {
  it.each([
    ['aaaaaaaaaaaa', /same one over and over/],
    ['abcabcabcabca', /same few characters/],
    ['Qwertyqwerty', /same few characters/],
    ['abcdefghijklm', /follow one another/],
    ['098765432109', /follow one another/],
    ['qwertyuiopas', /follow one another/],
    ['password1234', /common one/],
    ['!!Password123', /common one/],
    ['administrator', /common one/],
    ['1qaz2wsx3edc4rfv', /common one/],
    ['AppConnections', /name of this service/],
    ['App-Connections2026', /name of this service/],
    ['ada.lovelace@example.com', /e-mail address/],
    ['Ada.Lovelace1815', /e-mail address/],
    ['short', /at least 12/],
  ])('%s is refused, with what to change', (password, sentence) => {
    expect(told(password)).toMatch(sentence)
  })

  it.each([
    'correct horse battery staple',
    'mauve-otter-41-canal',
    'password of a whole new kind',
    '7Yq!mf2#Lx0p',
    'æøåæøåæø-ßüß-žlutý',
  ])('%s is taken', (password) => {
    expect(told(password)).toBeUndefined()
  })
})
