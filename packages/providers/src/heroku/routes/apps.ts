import type { RouteTable } from '../../broker/route.ts'

/** Apps, who works on them and how they are reached. */
export const appsRoutes = {
  apps: {
    read: [
      'GET /app-setups/{app-setup}',
      'GET /apps',
      'GET /apps/{app}',
      'GET /apps/{app}/available-dyno-sizes',
      'GET /apps/{app}/available-stacks',
      'GET /apps/{app}/features',
      'GET /apps/{app}/features/{feature}',
      'GET /teams/apps/{app}',
      'GET /teams/{team}/apps',
      'GET /users/{account}/apps',
      'POST /filters/apps',
    ],
    create: ['POST /app-setups', 'POST /apps', 'POST /teams/apps'],
    delete: ['DELETE /apps/{app}'],
    lock: ['PATCH /teams/apps/{app}'],
    write: ['PATCH /apps/{app}', 'PATCH /apps/{app}/features/{feature}'],
  },
  'app-transfers': {
    read: ['GET /account/app-transfers', 'GET /account/app-transfers/{transfer}'],
    create: ['POST /account/app-transfers'],
    delete: ['DELETE /account/app-transfers/{transfer}'],
    write: ['PATCH /account/app-transfers/{transfer}'],
  },
  collaborators: {
    read: [
      'GET /apps/{app}/collaborators',
      'GET /apps/{app}/collaborators/{collaborator}',
      'GET /teams/apps/{app}/collaborators',
      'GET /teams/apps/{app}/collaborators/{collaborator}',
    ],
    write: [
      'POST /apps/{app}/collaborators',
      'POST /teams/apps/{app}/collaborators',
      'PATCH /teams/apps/{app}/collaborators/{collaborator}',
      'DELETE /apps/{app}/collaborators/{collaborator}',
      'DELETE /teams/apps/{app}/collaborators/{collaborator}',
    ],
  },
  domains: {
    read: ['GET /apps/{app}/domains', 'GET /apps/{app}/domains/{domain}'],
    create: ['POST /apps/{app}/domains'],
    delete: ['DELETE /apps/{app}/domains/{domain}'],
    write: ['PATCH /apps/{app}/domains/{domain}'],
  },
  certificates: {
    read: ['GET /apps/{app}/sni-endpoints', 'GET /apps/{app}/sni-endpoints/{sni-endpoint}'],
    create: ['POST /apps/{app}/acm', 'POST /apps/{app}/sni-endpoints'],
    delete: ['DELETE /apps/{app}/acm', 'DELETE /apps/{app}/sni-endpoints/{sni-endpoint}'],
    write: ['PATCH /apps/{app}/acm', 'PATCH /apps/{app}/sni-endpoints/{sni-endpoint}'],
  },
} as const satisfies RouteTable
