import { describe, expect, it } from 'vitest'
import { account, seenBy } from './connect.ts'

describe('what a probe of a Heroku account has seen', () => {
  it('is the account, also where its address is none and is not kept', () => {
    const owner = account.parse({ id: '01234567-89ab-4cde-8f01-23456789abcd', email: 'nobody' })
    expect(owner).toEqual({ id: '01234567-89ab-4cde-8f01-23456789abcd' })
    expect(seenBy(owner)).toEqual({ account: true })
  })

  it('is the apps where the account was out of reach', () => {
    expect(seenBy({})).toEqual({ account: false, apps: true })
  })
})
