import { ProviderError, type ProviderFailure } from '@app-connections/providers'
import { type ErrorName, errorBodySchema } from '@app-connections/schemas'
import { TRPCError } from '@trpc/server'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { OperationError, publicError } from './errors.ts'

const secret = 'postgresql://app:secret-dsn@db.internal/app'

const names: readonly [ErrorName, number][] = [
  ['BadRequest', 400],
  ['UnauthorizedError', 401],
  ['PermissionDenied', 403],
  ['NotFound', 404],
  ['MethodNotAllowed', 405],
  ['Conflict', 409],
  ['PreconditionFailed', 412],
  ['PayloadTooLarge', 413],
  ['UnsupportedMediaType', 415],
  ['ValidationFailure', 422],
  ['RateLimitExceeded', 429],
  ['InternalServerError', 500],
  ['BadGateway', 502],
  ['ServiceUnavailable', 503],
  ['GatewayTimeout', 504],
]

/** What tRPC makes of a thing that a procedure has thrown. */
const wrapped = (cause: unknown) => new TRPCError({ code: 'INTERNAL_SERVER_ERROR', cause, message: secret })

describe('what a caller is told', () => {
  it.each(names)('of an error that an operation means: %s with status %i', (name, status) => {
    const error = new OperationError(name, 'A sentence.', {
      details: [{ action: 'read', subject: 'app-connections' }],
      retryAfterSeconds: 7,
    })
    for (const thrown of [error, wrapped(error)]) {
      expect(publicError(thrown, 'req-1')).toEqual({
        body: {
          reqId: 'req-1',
          statusCode: status,
          error: name,
          message: 'A sentence.',
          details: [{ action: 'read', subject: 'app-connections' }],
        },
        retryAfterSeconds: 7,
        unexpected: false,
      })
    }
  })

  it.each<[ProviderFailure, number, string, number | undefined]>([
    ['refused', 400, 'BadRequest', undefined],
    ['account_problem', 400, 'BadRequest', undefined],
    ['insufficient_scope', 400, 'BadRequest', undefined],
    ['rate_limited', 503, 'ServiceUnavailable', 60],
    ['unavailable', 502, 'BadGateway', undefined],
    ['timed_out', 504, 'GatewayTimeout', undefined],
  ])('of a platform that failed: %s gives %i', (failure, statusCode, error, retryAfterSeconds) => {
    const thrown = new ProviderError(failure, 'A sentence.', { detail: secret, cause: new Error(secret) })
    const told = publicError(wrapped(thrown), 'req-1')
    expect(told.body).toEqual({ reqId: 'req-1', statusCode, error, message: 'A sentence.' })
    expect(told.retryAfterSeconds).toBe(retryAfterSeconds)
    expect(told.unexpected).toBe(false)
  })

  it('of an input that does not fit: every issue once, reduced to code, path and message', () => {
    const schema = z.intersection(
      z.object({ name: z.string('no text') }),
      z.object({ name: z.string('no text'), list: z.array(z.object({ n: z.int() })) }),
    )
    const { error } = schema.safeParse({ name: 5, list: [{ n: secret }] })
    const told = publicError(new TRPCError({ code: 'BAD_REQUEST', cause: error }), 'req-1')
    expect(told.body).toMatchObject({ statusCode: 422, error: 'ValidationFailure' })
    expect(told.body.message).toEqual([
      { code: 'invalid_type', path: ['name'], message: 'no text' },
      { code: 'invalid_type', path: ['list', 0, 'n'], message: expect.any(String) },
    ])
    expect(JSON.stringify(told)).not.toContain('secret-dsn')
  })

  it.each([
    ['57P01', 'terminating connection due to administrator command'],
    ['08006', 'connection failure'],
    ['53300', 'too many connections'],
    ['ECONNREFUSED', `connect ECONNREFUSED ${secret}`],
  ])('of a database out of reach (%s): 503, to be tried again, and a line for the log', (code, message) => {
    const told = publicError(wrapped(Object.assign(new Error(message), { code, detail: secret })), 'req-1')
    expect(told).toEqual({
      body: {
        reqId: 'req-1',
        statusCode: 503,
        error: 'ServiceUnavailable',
        message: 'The database is out of reach. Try again in a moment.',
      },
      retryAfterSeconds: 5,
      unexpected: true,
    })
  })

  it.each([
    ['an error', new Error(secret)],
    ['an error that tRPC wrapped', wrapped(new Error(secret))],
    ['an error of PostgreSQL', Object.assign(new Error(secret), { code: '23505', detail: secret })],
    ['a text', secret],
    ['nothing', undefined],
    ['null', null],
    ['an object with a status of its own', { statusCode: 400, message: secret }],
  ])('of anything else, for example %s: a fixed sentence and nothing more', (_title, thrown) => {
    const told = publicError(thrown, 'req-1')
    expect(told).toEqual({
      body: { reqId: 'req-1', statusCode: 500, error: 'InternalServerError', message: 'Something went wrong' },
      unexpected: true,
    })
  })

  it('of an input with more mistakes than anybody reads: the first hundred', () => {
    const { error } = z.array(z.string()).safeParse(Array.from({ length: 1_000 }, () => 0))
    const { body } = publicError(new TRPCError({ code: 'BAD_REQUEST', cause: error }), 'req-1')
    expect(body.message).toHaveLength(100)
    expect(body.message).toContainEqual(expect.objectContaining({ path: [99] }))
  })

  it.each([
    ['PARSE_ERROR', 400, 'BadRequest'],
    ['BAD_REQUEST', 400, 'BadRequest'],
    ['UNAUTHORIZED', 401, 'UnauthorizedError'],
    ['NOT_FOUND', 404, 'NotFound'],
    ['METHOD_NOT_SUPPORTED', 405, 'MethodNotAllowed'],
    ['PAYLOAD_TOO_LARGE', 413, 'PayloadTooLarge'],
    ['UNSUPPORTED_MEDIA_TYPE', 415, 'UnsupportedMediaType'],
  ] as const)('of what tRPC itself refuses: %s gives %i', (code, statusCode, error) => {
    const told = publicError(new TRPCError({ code, message: secret }), 'req-1')
    expect(told.body).toMatchObject({ statusCode, error })
    expect(errorBodySchema.safeParse(told.body).success).toBe(true)
    expect(JSON.stringify(told)).not.toContain('secret-dsn')
  })
})
