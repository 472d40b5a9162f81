import type { RouteTable } from '../../broker/route.ts'

/** Pipelines, and what is made for them. */
export const pipelinesRoutes = {
  pipelines: {
    read: [
      'GET /apps/{app}/pipeline-couplings',
      'GET /pipeline-couplings',
      'GET /pipeline-couplings/{pipeline-coupling}',
      'GET /pipelines',
      'GET /pipelines/{pipeline}',
      'GET /pipelines/{pipeline}/latest-builds',
      'GET /pipelines/{pipeline}/latest-deployments',
      'GET /pipelines/{pipeline}/latest-releases',
      'GET /pipelines/{pipeline}/pipeline-couplings',
      'GET /pipelines/{pipeline}/pipeline-stack',
      'GET /teams/{team}/pipeline-couplings',
      'GET /users/~/pipeline-couplings',
    ],
    create: ['POST /pipeline-couplings', 'POST /pipeline-transfers', 'POST /pipelines'],
    delete: ['DELETE /pipeline-couplings/{pipeline-coupling}', 'DELETE /pipelines/{pipeline}'],
    write: ['PATCH /pipeline-couplings/{pipeline-coupling}', 'PATCH /pipelines/{pipeline}'],
  },
  'pipeline-config-vars': {
    read: ['GET /pipelines/{pipeline}/stage/{stage}/config-vars'],
    write: ['PATCH /pipelines/{pipeline}/stage/{stage}/config-vars'],
  },
  promotions: {
    read: ['GET /pipeline-promotions/{promotion}', 'GET /pipeline-promotions/{promotion}/promotion-targets'],
    create: ['POST /pipeline-promotions'],
  },
  'review-apps': {
    read: [
      'GET /apps/{app}/review-app',
      'GET /pipelines/{pipeline}/review-app-config',
      'GET /pipelines/{pipeline}/review-apps',
      'GET /review-apps/{review-app}',
    ],
    create: ['POST /pipelines/{pipeline}/review-app-config', 'POST /review-apps'],
    delete: ['DELETE /pipelines/{pipeline}/review-app-config', 'DELETE /review-apps/{review-app}'],
    write: ['PATCH /pipelines/{pipeline}/review-app-config'],
  },
  'test-runs': {
    read: [
      'GET /pipelines/{pipeline}/test-runs',
      'GET /pipelines/{pipeline}/test-runs/{test-run}',
      'GET /test-runs/{test-run}',
      'GET /test-runs/{test-run}/test-cases',
      'GET /test-runs/{test-run}/test-nodes',
    ],
    create: ['POST /test-runs'],
    write: ['PATCH /test-runs/{test-run}'],
  },
} as const satisfies RouteTable
