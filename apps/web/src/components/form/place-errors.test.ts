import { expect, it } from 'vitest'
import { placeErrors } from './place-errors.ts'

const names = ['name', 'credentials.authToken'] as const
const body = { reqId: 'req-1', error: 'x', code: 'nameTaken' }

it('puts each issue of a 422 at its field, and keeps those of no field', () => {
  const message = [
    { path: ['name'], message: 'too long' },
    { path: ['credentials', 'authToken'], message: 'missing' },
    { path: ['rotation'], message: 'not supported' },
  ]
  expect(placeErrors({ ...body, statusCode: 422, message }, names, {})).toEqual({
    fields: [
      { name: 'name', message: 'too long' },
      { name: 'credentials.authToken', message: 'missing' },
    ],
    rest: ['not supported'],
  })
})

it('puts any other failure at the field that its code is about, whatever it says', () => {
  const places = { nameTaken: 'name', credentialRefused: 'credentials.authToken' } as const
  const placed = placeErrors({ ...body, statusCode: 400, message: 'taken' }, names, places)
  expect(placed).toEqual({ fields: [{ name: 'name', message: 'taken' }], rest: [] })
})

it('keeps every other failure for the form as a whole', () => {
  const failed = { ...body, code: 'databaseUnavailable', statusCode: 503, message: 'not now' }
  const placed = placeErrors(failed, names, { nameTaken: 'name' })
  expect(placed).toEqual({ fields: [], rest: ['not now'] })
})
