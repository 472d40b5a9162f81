import type { RouteTable } from '../../broker/route.ts'

/** Private spaces and their networks. */
export const spacesRoutes = {
  spaces: {
    read: [
      'GET /spaces',
      'GET /spaces/{space}',
      'GET /spaces/{space}/hosts',
      'GET /spaces/{space}/inbound-ruleset',
      'GET /spaces/{space}/inbound-rulesets',
      'GET /spaces/{space}/inbound-rulesets/{inbound-ruleset}',
      'GET /spaces/{space}/members',
      'GET /spaces/{space}/members/{account}',
      'GET /spaces/{space}/nat',
      'GET /spaces/{space}/peering-info',
      'GET /spaces/{space}/peerings',
      'GET /spaces/{space}/peerings/{peering}',
      'GET /spaces/{space}/topology',
      'GET /spaces/{space}/vpn-connections',
      'GET /spaces/{space}/vpn-connections/{vpn-connection}',
    ],
    create: ['POST /spaces'],
    delete: ['DELETE /spaces/{space}'],
    write: [
      'POST /spaces/{space}/peerings',
      'POST /spaces/{space}/peerings/{peering}/actions/accept',
      'POST /spaces/{space}/transfer',
      'POST /spaces/{space}/vpn-connections',
      'PUT /spaces/{space}/inbound-ruleset',
      'PATCH /spaces/{space}',
      'PATCH /spaces/{space}/members/{account}',
      'PATCH /spaces/{space}/vpn-connections/{vpn-connection}',
      'DELETE /spaces/{space}/peerings/{peering}',
      'DELETE /spaces/{space}/vpn-connections/{vpn-connection}',
    ],
  },
} as const satisfies RouteTable
