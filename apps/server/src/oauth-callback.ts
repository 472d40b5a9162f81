import { callProcedure } from '@app-connections/api'
import { appSchema, oauthOutcomeSchema } from '@app-connections/schemas'
import type { FastifyInstance } from 'fastify'
import * as z from 'zod'
import type { Border } from './border.ts'
import { describeFailure } from './errors.ts'

const finished = z.object({
  outcome: oauthOutcomeSchema,
  orgId: z.string().optional(),
  connectionId: z.string().optional(),
})

/**
 * The address that a platform's consent page redirects to. The path is upstream's, so that a client registered for it
 * can be kept. The query holds a single-use code: it is read here and never logged, and the answer always redirects to
 * a page without it.
 */
export async function oauthCallback(app: FastifyInstance, { border }: { border: Border }) {
  app.addHook('onRequest', async (_request, reply) => {
    reply.header('referrer-policy', 'no-referrer')
  })
  // A person sees this in a browser. The error is in the log, and the page says that they may try again.
  app.setErrorHandler((error, request, reply) => {
    describeFailure(request, error)
    return reply.redirect('/oauth/unavailable', 303)
  })
  app.get('/organization/app-connections/:app/oauth/callback', async (request, reply) => {
    const known = z.object({ app: appSchema }).safeParse(request.params)
    if (!known.success) return reply.redirect('/oauth/unknown', 303)
    const caller = await border.bearerOrSessionOfVisit(request)
    if (caller?.kind !== 'person') return reply.redirect('/oauth/signed-out', 303)
    const ctx = border.context(request, caller)
    const { code, state, error } = firstValues(request.query)
    const output = await callProcedure(ctx, {
      path: 'oauth.finish',
      type: 'mutation',
      input: { app: known.data.app, code, state, error },
    })
    const { outcome, orgId, connectionId } = finished.parse(output)
    const organization = caller.organizations.find(({ id }) => id === orgId)
    const place = organization === undefined ? '' : `/o/${organization.slug}`
    return reply.redirect(`${place}/oauth/${outcome}${connectionId === undefined ? '' : `/${connectionId}`}`, 303)
  })
}

/** The first value of each parameter, where it is text. No honest redirect has a parameter twice. */
function firstValues(query: unknown): Record<string, string | undefined> {
  if (typeof query !== 'object' || query === null) return {}
  return Object.fromEntries(
    Object.entries(query).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  )
}
