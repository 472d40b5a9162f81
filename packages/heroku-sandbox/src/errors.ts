/**
 * An answer other than success, in Heroku's shape `{ id, message, url?, resource? }` (Platform API reference, "Errors").
 * Handlers throw it; the server alone turns it into bytes.
 */
export class HerokuError extends Error {
  readonly status: number
  readonly id: string
  readonly extra: Record<string, unknown>
  readonly headers: Record<string, string>

  constructor(
    status: number,
    id: string,
    message: string,
    extra: Record<string, unknown> = {},
    headers: Record<string, string> = {},
  ) {
    super(message)
    this.name = 'HerokuError'
    this.status = status
    this.id = id
    this.extra = extra
    this.headers = headers
  }
}

const docs = 'https://devcenter.heroku.com/articles/platform-api-reference'

export const badRequest = (message: string) => new HerokuError(400, 'bad_request', message)
export const unauthorized = (message = 'Invalid credentials provided.') => new HerokuError(401, 'unauthorized', message)
export const forbidden = (message: string, extra: Record<string, unknown> = {}) =>
  new HerokuError(403, 'forbidden', message, extra)
export const scopeTooNarrow = () => forbidden('The scope of this OAuth authorization does not allow this action.')
export const notFound = (resource: string) =>
  new HerokuError(404, 'not_found', `Couldn't find that ${resource}.`, { resource })
export const noSuchRoute = () =>
  new HerokuError(404, 'not_found', 'No such endpoint: look at the path, the verb and the Accept header.')
export const notAcceptable = () =>
  new HerokuError(406, 'not_acceptable', 'Ask for a version: Accept: application/vnd.heroku+json; version=3')
export const invalidParams = (message: string) => new HerokuError(422, 'invalid_params', message)
export const rangeNotSatisfiable = (message: string) => new HerokuError(416, 'requested_range_not_satisfiable', message)
export const tooLarge = () => new HerokuError(413, 'bad_request', 'The request body is too large.')
export const rateLimited = (headers: Record<string, string> = {}) =>
  new HerokuError(
    429,
    'rate_limit',
    'Your account has used up its requests for now.',
    { url: `${docs}#rate-limits` },
    headers,
  )
export const twoFactorRequired = () =>
  new HerokuError(403, 'two_factor', 'A second factor is required.', {}, { 'heroku-two-factor-required': 'true' })
export const suspended = () => new HerokuError(403, 'suspended', 'This account is suspended.')
export const delinquent = () =>
  new HerokuError(402, 'delinquent', 'This account has an unpaid balance.', {
    url: 'https://dashboard.heroku.com/account/billing',
  })
export const passwordExpired = (status: number) =>
  new HerokuError(status, 'password_expired', 'The password of this account has expired.')

/** The answer to anything thrown. An error that was not meant for clients is a mistake of ours: it is reported, and answered by a plain 500. */
export function asHerokuError(error: unknown): HerokuError {
  if (error instanceof HerokuError) return error
  process.emitWarning(error instanceof Error ? (error.stack ?? error.message) : String(error), 'SandboxMistake')
  return new HerokuError(500, 'internal_server_error', 'Something went wrong in the sandbox.')
}
