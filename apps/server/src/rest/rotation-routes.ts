import type { App } from '@app-connections/schemas'
import { merge } from './input.ts'
import { mutation, query, type RestAnswer, type RestRoute } from './route.ts'
import { single } from './single-connection.ts'

/** The calls about the rotation of a connection, which is at the path `one`. */
export function rotationRoutes(app: App, one: string): Omit<RestRoute, 'app'>[] {
  const path = `${one}/rotation`
  return [
    {
      ...mutation('POST', `${one}/rotate-credentials`, 'appConnections.rotateCredentials'),
      input: (request) => merge(request.params, { app }),
      answer: single,
    },
    {
      ...query(path, 'appConnections.rotation'),
      input: (request) => merge(request.params, { app }),
      answer: state,
    },
    {
      ...mutation('PUT', path, 'appConnections.setRotation'),
      input: (request) => merge(merge(request.body, request.params), { app }),
      answer: single,
    },
    {
      ...mutation('DELETE', path, 'appConnections.stopRotation'),
      input: (request) => merge(request.params, { app }),
      answer: single,
    },
    {
      ...mutation('POST', `${path}/roll-back`, 'appConnections.rollBackRotation'),
      input: (request) => merge(request.params, { app }),
      answer: single,
    },
    {
      ...mutation('POST', `${path}/credentials/:credentialId/settle`, 'appConnections.settleCredential'),
      input: (request) => merge(merge(request.body, request.params), { app }),
      answer: state,
    },
  ]
}

function state(rotation: unknown): RestAnswer {
  return { body: { rotation } }
}
