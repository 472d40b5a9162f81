import { notFound } from '../errors.ts'
import { page } from '../range.ts'
import type { Call, Route } from '../routes.ts'
import type { Session } from '../state.ts'
import { removeAuthorization } from '../tokens.ts'
import { iso } from '../world.ts'

/** A session: the tokens one consent led to. No schema of it is published; these are the fields it was seen with. */
function sessionBody(session: Session) {
  return { created_at: iso(session.createdAt), description: session.description, expires_in: null, id: session.id }
}

function sessionFor(call: Call): Session {
  const identity = call.params.session ?? ''
  const id = identity === '~' ? (call.authorization.sessionId ?? '') : identity
  const session = call.world.state.sessions.get(id)
  if (session === undefined || session.accountId !== call.account.id) throw notFound('session')
  return session
}

export const sessionRoutes: Route[] = [
  {
    method: 'GET',
    path: '/oauth/sessions',
    access: 'oauth',
    handle(call) {
      const { state } = call.world
      const rows = [...state.sessions.values()].filter(({ accountId }) => accountId === call.account.id)
      return page(rows, call.headers.range, { id: (row) => row.id }, sessionBody, state.switches.rangeHeaders)
    },
  },
  {
    method: 'GET',
    path: '/oauth/sessions/:session',
    access: 'oauth',
    handle: (call) => ({ status: 200, body: sessionBody(sessionFor(call)) }),
  },
  {
    method: 'DELETE',
    path: '/oauth/sessions/:session',
    access: 'oauth',
    handle(call) {
      const { state } = call.world
      const session = sessionFor(call)
      state.sessions.delete(session.id)
      for (const row of state.authorizations.values())
        if (row.sessionId === session.id) removeAuthorization(state, row.id)
      call.world.changed()
      return { status: 200, body: sessionBody(session) }
    },
  },
]
