import { inspect } from 'node:util'
import { errorBodySchema } from '@app-connections/schemas'
import { TRPCClientError } from '@trpc/client'
import { describe, expect, it } from 'vitest'
import { failing, failure, rejection, result, serve } from '../test/http-server.ts'
import { createClient } from './client.ts'
import { errorOf } from './error.ts'

const auth = { token: 'act_1' }
const body = { reqId: 'r1', statusCode: 403, error: 'PermissionDenied', code: 'denied', message: 'No' }
const issue = { path: ['credentials', 0], message: 'Auth Token required' }

it('an error holds nothing of the answers to other calls that travelled with its own', async () => {
  const server = await serve(() => ({
    status: 207,
    body: [result({ clientSecret: 'acs_canary' }), failure(409, 'Conflict')],
  }))
  const client = createClient({ url: server.url, auth })
  const secret = client.clientSecrets.create.mutate({ identityId: 'id' })
  const error = await rejection(client.projects.create.mutate({ name: 'Shop' }))
  expect(await secret).toEqual({ clientSecret: 'acs_canary' })
  expect(errorOf(error)).toMatchObject({ statusCode: 409 })
  expect(inspect(error, { depth: Number.POSITIVE_INFINITY, showHidden: true })).not.toContain('canary')
})

describe('errorOf', () => {
  it('gives what the service said', async () => {
    const server = await serve(() => failing(429, { 'retry-after': '60' }))
    const error = errorOf(await rejection(createClient({ url: server.url, auth }).session.whoAmI.query()))
    expect(error).toEqual({
      ...{ reqId: 'r1', statusCode: 429, error: 'Name', code: 'aCode', message: 'No' },
      ...{ issues: [], retryAfterSeconds: 60 },
    })
  })

  it('lists the mistakes in an input', async () => {
    const server = await serve(() => ({ status: 422, body: [failure(422, 'ValidationFailure', [issue])] }))
    const input = { name: '' }
    const error = errorOf(await rejection(createClient({ url: server.url, auth }).projects.create.mutate(input)))
    expect(error).toMatchObject({ statusCode: 422, issues: [issue], message: [issue] })
  })

  it.each([
    ['the network failed', 'reset'],
    ['another server answered', { status: 500, body: '{"oops":true}' }],
    ['a page was the answer', { status: 500, headers: { 'content-type': 'text/html' }, body: '<p>' }],
  ] as const)('is undefined where %s', async (_, sent) => {
    const server = await serve(() => sent)
    const client = createClient({ url: server.url, auth, retry: false })
    expect(errorOf(await rejection(client.session.whoAmI.query()))).toBeUndefined()
  })

  it('is undefined for anything that is no error of a call', () => {
    for (const thrown of [undefined, 'no', new Error('no'), { data: body }]) expect(errorOf(thrown)).toBeUndefined()
  })

  it.each<[string, unknown]>([
    ['a sentence', body],
    ['issues', { ...body, message: [issue, { ...issue, code: 'custom' }] }],
    ['details', { ...body, details: [{ action: 'read', subject: 'app-connections' }] }],
    ['more than is known', { ...body, more: 1 }],
    ['no object', 'body'],
    ['null', null],
    ['a list', [body]],
    ['no reqId', { ...body, reqId: undefined }],
    ['a status in words', { ...body, statusCode: '403' }],
    ['a broken status', { ...body, statusCode: 403.5 }],
    ['no name', { ...body, error: 1 }],
    ['no code', { ...body, code: undefined }],
    ['no message', { ...body, message: undefined }],
    ['an issue without a path', { ...body, message: [{ message: 'No' }] }],
    ['an issue with a strange path', { ...body, message: [{ ...issue, path: [{}] }] }],
    ['an issue with an endless path', { ...body, message: [{ ...issue, path: [Number.POSITIVE_INFINITY] }] }],
    ['an issue without a message', { ...body, message: [{ path: [] }] }],
    ['an issue with a number for its code', { ...body, message: [{ ...issue, code: 1 }] }],
    ['details in words', { ...body, details: 'read' }],
    ['details without a subject', { ...body, details: [{ action: 'read' }] }],
  ])('agrees with the schema on a body with %s', (_, data) => {
    const error = new TRPCClientError('No', { result: Object({ error: { code: -32_600, message: 'No', data } }) })
    expect(errorOf(error) !== undefined).toBe(errorBodySchema.safeParse(data).success)
  })
})
