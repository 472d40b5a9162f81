import { apps } from '@app-connections/schemas'
import * as z from 'zod'
import { defineProvider } from '../define.ts'
import { createRenderClient } from './client.ts'
import { renderEnvironment } from './environment.ts'
import { allowance, check, renderSession } from './session.ts'

/** What is sealed of a Render credential. */
const stored = z.object({ apiKey: z.string() })

/** Render (docs/platforms/render.md). */
export const render = defineProvider(
  apps.render,
  { environment: renderEnvironment, stored },
  ({ RENDER_API_URL: apiUrl }, http) => ({
    allowance,
    methods: {
      'api-key': {
        async connect({ apiKey }, deadline) {
          const { account, observed } = await check(createRenderClient(http, apiUrl, apiKey), deadline)
          const identity = { app: 'render', method: 'api-key', apiKey }
          // Render's keys are valid until they are revoked.
          return { stored: { apiKey }, identity, account, observed, expiresAt: null }
        },
      },
    },
    open: ({ apiKey }) => renderSession(createRenderClient(http, apiUrl, apiKey)),
  }),
)
