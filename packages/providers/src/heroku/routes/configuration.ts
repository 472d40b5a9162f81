import type { RouteTable } from '../../broker/route.ts'

/** What an app is made of: its config vars, releases and builds. */
export const configurationRoutes = {
  'config-vars': {
    read: [
      'GET /apps/{app}/config-vars',
      'GET /apps/{app}/config-vars-settings',
      'GET /apps/{app}/releases/{release}/config-vars',
    ],
    write: ['PATCH /apps/{app}/config-vars', 'PATCH /apps/{app}/config-vars-settings'],
  },
  releases: {
    read: ['GET /apps/{app}/releases', 'GET /apps/{app}/releases/{release}'],
    rollback: ['POST /apps/{app}/releases'],
  },
  builds: {
    read: [
      'GET /apps/{app}/build-metadata',
      'GET /apps/{app}/buildpack-installations',
      'GET /apps/{app}/builds',
      'GET /apps/{app}/builds/{build}',
      'GET /apps/{app}/oci-images/{oci-image}',
      'GET /apps/{app}/slugs/{slug}',
    ],
    cancel: ['DELETE /apps/{app}/builds/{build}'],
    create: ['POST /apps/{app}/builds', 'POST /apps/{app}/oci-images', 'POST /apps/{app}/slugs'],
    write: ['PUT /apps/{app}/buildpack-installations', 'DELETE /apps/{app}/build-cache'],
  },
  sources: {
    create: ['POST /apps/{app}/sources', 'POST /sources'],
  },
} as const satisfies RouteTable
