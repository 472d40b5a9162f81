import type { RouteTable } from '../../broker/route.ts'

/** What the platform offers to everybody. */
export const catalogRoutes = {
  catalog: {
    read: [
      'GET /addon-region-capabilities',
      'GET /addon-services',
      'GET /addon-services/{addon-service}',
      'GET /addon-services/{addon-service}/plans',
      'GET /addon-services/{addon-service}/plans/{plan}',
      'GET /addon-services/{addon-service}/region-capabilities',
      'GET /dyno-sizes',
      'GET /dyno-sizes/{dyno-size}',
      'GET /generations',
      'GET /generations/{generation}',
      'GET /plans/{plan}',
      'GET /plans/{plan}/meters',
      'GET /plans/{plan}/meters/{plan-meter}',
      'GET /regions',
      'GET /regions/{region}',
      'GET /regions/{region}/addon-region-capabilities',
      'GET /stacks',
      'GET /stacks/{stack}',
      'GET /teams/permissions',
    ],
  },
} as const satisfies RouteTable
