import type { Ability, Health } from '@app-connections/schemas'
import { expect, it } from 'vitest'
import { readableInWords } from './health-words.ts'

it.each<[Ability, Ability, Ability, string]>([
  ['not_tried', 'not_tried', 'not_tried', 'Not tried yet'],
  ['yes', 'not_tried', 'not_tried', 'Account details'],
  ['yes', 'yes', 'not_tried', 'Account details and the list of apps'],
  ['yes', 'no', 'no', 'Account details, but not the list of apps or config vars'],
  ['no', 'yes', 'not_tried', 'The list of apps, but not account details'],
  ['no', 'no', 'not_tried', 'Not account details or the list of apps'],
])('says what a credential can read: account %s, apps %s, config vars %s', (account, apps, configVars, words) => {
  const health: Pick<Health, 'observed'> = { observed: { account, apps, configVars } }
  expect(readableInWords(health, 'apps')).toBe(words)
})

it('says it in the noun of the platform, and nothing of a list that the platform does not have', () => {
  const health: Pick<Health, 'observed'> = { observed: { account: 'yes', apps: 'yes', configVars: 'not_tried' } }
  expect(readableInWords(health, 'services')).toBe('Account details and the list of services')
  expect(readableInWords(health, undefined)).toBe('Account details')
})
