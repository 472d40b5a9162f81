import { createHash, timingSafeEqual } from 'node:crypto'
import * as z from 'zod'
import { presentedToken } from '../authenticate.ts'
import { HerokuError, invalidParams, noSuchRoute, unauthorized } from '../errors.ts'
import type { Answer } from '../routes.ts'
import { inputs } from './operations.ts'
import type { SandboxControl } from './types.ts'

type Handler = (control: SandboxControl, body: unknown, name: string) => Promise<unknown>

/** `METHOD /path`, in which a last `:name` stands for one segment. The README's table lists the same. */
const handlers: Record<string, Handler> = {
  'POST /tokens': (control, body) => control.mintToken(inputs.mintToken.parse(body)),
  'GET /tokens': (control) => control.readyTokens(),
  'DELETE /tokens/:name': (control, _body, name) => control.revokeToken(name),
  'GET /accounts': (control) => control.accounts(),
  'PATCH /accounts/:name': (control, body, name) => control.setAccountStatus(name, inputs.setAccountStatus.parse(body)),
  'POST /apps': (control, body) => control.addApps(inputs.addApps.parse(body)),
  'PATCH /apps/:name': (control, body, name) => control.setApp(name, inputs.setApp.parse(body)),
  'POST /faults': (control, body) => control.setFault(inputs.setFault.parse(body)),
  'DELETE /faults': (control) => control.clearFaults(),
  'GET /requests': (control) => control.requests(),
  'DELETE /requests': (control) => control.clearRequests(),
  'GET /switches': (control) => control.switches(),
  'PATCH /switches': (control, body) => control.setSwitches(inputs.setSwitches.parse(body)),
  'POST /clock': (control, body) => control.moveClock(inputs.moveClock.parse(body).seconds),
  'GET /oauth-client': (control) => control.oauthClient(),
  'PUT /oauth-client': (control, body) => {
    const { id, secret, redirectUri } = inputs.setOAuthClient.parse(body)
    return control.setOAuthClient({ redirectUri, ...(id ? { id } : {}), ...(secret ? { secret } : {}) })
  },
  'POST /reset': (control) => control.reset(),
}

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest()

/** Answers `/_sandbox/…`. Throws 404 where no secret was set, 401 for a wrong one, 422 for a body it cannot use. */
export async function answerControl(
  control: SandboxControl,
  secret: string | undefined,
  request: { method: string; path: string; authorization: string | undefined; body: Buffer },
): Promise<Answer> {
  if (secret === undefined) throw noSuchRoute()
  const presented = presentedToken(request.authorization) ?? ''
  if (!timingSafeEqual(sha256(presented), sha256(secret))) throw unauthorized('Wrong control secret.')
  const [, collection = '', name, ...more] = request.path.slice('/_sandbox'.length).split('/')
  const handler = handlers[`${request.method} /${collection}${name === undefined ? '' : '/:name'}`]
  if (handler === undefined || more.length > 0) throw noSuchRoute()
  try {
    const body: unknown = request.body.length === 0 ? {} : JSON.parse(request.body.toString('utf8'))
    const result = await handler(control, body, decodeURIComponent(name ?? ''))
    return { status: 200, body: result ?? {} }
  } catch (error) {
    if (error instanceof z.ZodError) throw invalidParams(z.prettifyError(error))
    if (error instanceof SyntaxError || error instanceof URIError)
      throw new HerokuError(400, 'bad_request', 'Not readable.')
    throw error
  }
}
