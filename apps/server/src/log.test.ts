import { PassThrough } from 'node:stream'
import { appSchema, apps } from '@app-connections/schemas'
import { expect, it } from 'vitest'
import { createLog } from './log.ts'

/** What a log with these fields writes. */
function written(fields: object): string {
  const output = new PassThrough()
  createLog('info', output).info(fields, 'said')
  return String(output.read())
}

const secretFields = appSchema.options.flatMap((app) => Object.keys(apps[app].fields))

it.each([...secretFields, 'authorization', 'code'])('keeps a value named %s to itself', (name) => {
  expect(written({ [name]: 'rosebud' })).not.toContain('rosebud')
  expect(written({ credentials: { [name]: 'rosebud' } })).not.toContain('rosebud')
})

it('keeps the code of an error, which is no secret', () => {
  const error = Object.assign(new Error('broken'), { code: 'ECONNRESET' })
  expect(written({ err: error })).toContain('ECONNRESET')
})
