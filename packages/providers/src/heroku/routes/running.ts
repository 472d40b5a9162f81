import type { RouteTable } from '../../broker/route.ts'

/** What runs of an app, and what is heard of it. */
export const runningRoutes = {
  dynos: {
    read: ['GET /apps/{app}/dynos', 'GET /apps/{app}/dynos/{dyno}'],
    restart: [
      'DELETE /apps/{app}/dynos',
      'DELETE /apps/{app}/dynos/{dyno}',
      'DELETE /apps/{app}/formations/{process-type}',
    ],
    run: ['POST /apps/{app}/dynos', 'POST /apps/{app}/dynos/{dyno}'],
    stop: ['POST /apps/{app}/dynos/{dyno}/actions/stop', 'POST /apps/{app}/formations/{process-type}/actions/stop'],
  },
  formation: {
    read: ['GET /apps/{app}/formation', 'GET /apps/{app}/formation/{formation}'],
    scale: ['PATCH /apps/{app}/formation', 'PATCH /apps/{app}/formation/{formation}'],
  },
  logs: {
    read: ['POST /apps/{app}/log-sessions'],
  },
  'log-drains': {
    read: [
      'GET /addons/{addon}/log-drains',
      'GET /apps/{app}/log-drains',
      'GET /apps/{app}/log-drains/{log-drain}',
      'GET /spaces/{space}/log-drain',
    ],
    create: ['POST /apps/{app}/log-drains'],
    delete: ['DELETE /apps/{app}/log-drains/{log-drain}'],
    write: ['PUT /addons/{addon}/log-drains/{log-drain}', 'PUT /spaces/{space}/log-drain'],
  },
  'telemetry-drains': {
    read: [
      'GET /addon-attachments/{addon-attachment}/telemetry-ingress-info',
      'GET /apps/{app}/telemetry-drains',
      'GET /spaces/{space}/telemetry-drains',
      'GET /telemetry-drains/{telemetry-drain}',
    ],
    create: ['POST /telemetry-drains'],
    delete: ['DELETE /telemetry-drains/{telemetry-drain}'],
    write: ['PATCH /telemetry-drains/{telemetry-drain}'],
  },
  webhooks: {
    read: [
      'GET /addons/{addon}/webhook-deliveries',
      'GET /addons/{addon}/webhook-deliveries/{delivery}',
      'GET /addons/{addon}/webhook-events',
      'GET /addons/{addon}/webhook-events/{event}',
      'GET /addons/{addon}/webhooks',
      'GET /addons/{addon}/webhooks/{webhook}',
      'GET /apps/{app}/webhook-deliveries',
      'GET /apps/{app}/webhook-deliveries/{delivery}',
      'GET /apps/{app}/webhook-events',
      'GET /apps/{app}/webhook-events/{event}',
      'GET /apps/{app}/webhooks',
      'GET /apps/{app}/webhooks/{webhook}',
    ],
    create: ['POST /addons/{addon}/webhooks', 'POST /apps/{app}/webhooks'],
    delete: ['DELETE /addons/{addon}/webhooks/{webhook}', 'DELETE /apps/{app}/webhooks/{webhook}'],
    write: ['PATCH /addons/{addon}/webhooks/{webhook}', 'PATCH /apps/{app}/webhooks/{webhook}'],
  },
} as const satisfies RouteTable
