import * as z from 'zod'

/** The names of errors on the wire with the status each is sent with. */
export const errorStatus = {
  BadRequest: 400,
  UnauthorizedError: 401,
  PermissionDenied: 403,
  NotFound: 404,
  MethodNotAllowed: 405,
  Conflict: 409,
  PreconditionFailed: 412,
  PayloadTooLarge: 413,
  UnsupportedMediaType: 415,
  ValidationFailure: 422,
  RateLimitExceeded: 429,
  RequestHeaderFieldsTooLarge: 431,
  InternalServerError: 500,
  BadGateway: 502,
  ServiceUnavailable: 503,
  GatewayTimeout: 504,
} as const

export type ErrorName = keyof typeof errorStatus

/** One mistake in an input. `path` and `message` are promised, `code` is zod's; values never appear. */
export const issueSchema = z.looseObject({
  code: z.string().optional(),
  path: z.array(z.union([z.string(), z.number()])),
  message: z.string(),
})
export type Issue = z.output<typeof issueSchema>

/** The rights a refused call would have needed. */
export const permissionDetailSchema = z.object({ action: z.string(), subject: z.string() })

/**
 * The body of every error, over REST and under `error.data` over tRPC. `reqId` finds the cause in the log. `code` names
 * the failure for programs, whatever the sentence says: one of `failureCodes`, to which a later service may add.
 */
export const errorBodySchema = z.object({
  reqId: z.string(),
  statusCode: z.int(),
  error: z.string(),
  code: z.string(),
  message: z.union([z.string(), z.array(issueSchema)]),
  details: z.array(permissionDetailSchema).optional(),
})
export type ErrorBody = z.output<typeof errorBodySchema>
