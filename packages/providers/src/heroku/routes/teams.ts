import type { RouteTable } from '../../broker/route.ts'

/** Teams, enterprise accounts and how their people sign in. */
export const teamsRoutes = {
  teams: {
    read: [
      'GET /teams',
      'GET /teams/invitations/{invitation-token}',
      'GET /teams/{team}',
      'GET /teams/{team}/allowed-addon-services',
      'GET /teams/{team}/available-generations',
      'GET /teams/{team}/features',
      'GET /teams/{team}/features/{feature}',
      'GET /teams/{team}/invitations',
      'GET /teams/{team}/members',
      'GET /teams/{team}/members/{member}/apps',
      'GET /teams/{team}/permissions',
      'GET /teams/{team}/preferences',
      'GET /teams/{team}/spaces',
    ],
    create: ['POST /teams', 'POST /teams/{team}/members'],
    delete: [
      'DELETE /teams/{team}',
      'DELETE /teams/{team}/invitations/{invitation}',
      'DELETE /teams/{team}/members/{member}',
    ],
    write: [
      'POST /teams/invitations/{invitation-token}/accept',
      'POST /teams/{team}/allowed-addon-services',
      'PUT /teams/{team}/invitations',
      'PUT /teams/{team}/members',
      'PATCH /teams/{team}',
      'PATCH /teams/{team}/members',
      'PATCH /teams/{team}/preferences',
      'DELETE /teams/{team}/allowed-addon-services/{addon-service}',
    ],
  },
  'enterprise-accounts': {
    read: [
      'GET /enterprise-accounts',
      'GET /enterprise-accounts/{enterprise-account}',
      'GET /enterprise-accounts/{enterprise-account}/archives',
      'GET /enterprise-accounts/{enterprise-account}/archives/{year}/{month}',
      'GET /enterprise-accounts/{enterprise-account}/events',
      'GET /enterprise-accounts/{enterprise-account}/members',
      'GET /enterprise-accounts/{enterprise-account}/teams',
    ],
    create: [
      'POST /enterprise-accounts/{enterprise-account}/members',
      'POST /enterprise-accounts/{enterprise-account}/teams',
    ],
    delete: ['DELETE /enterprise-accounts/{enterprise-account}/members/{member}'],
    write: [
      'PATCH /enterprise-accounts/{enterprise-account}',
      'PATCH /enterprise-accounts/{enterprise-account}/members/{member}',
    ],
  },
  'identity-providers': {
    read: [
      'GET /identity-providers/{identity-provider}',
      'GET /identity-providers/{identity-provider}/certificates/{certificate}',
      'GET /teams/{team}/identity-providers',
    ],
    create: [
      'POST /identity-providers',
      'POST /identity-providers/{identity-provider}/certificates',
      'POST /teams/{team}/identity-providers',
    ],
    delete: [
      'DELETE /identity-providers/{identity-provider}/certificates/{certificate}',
      'DELETE /teams/{team}/identity-providers/{identity-provider}',
    ],
    write: [
      'POST /identity-providers/{identity-provider}/migrate',
      'PATCH /identity-providers/{identity-provider}',
      'PATCH /identity-providers/{identity-provider}/certificates/{certificate}',
      'PATCH /teams/{team}/identity-providers/{identity-provider}',
    ],
  },
} as const satisfies RouteTable
