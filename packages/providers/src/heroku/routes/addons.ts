import type { RouteTable } from '../../broker/route.ts'

/** Add-ons and where they are attached. */
export const addonsRoutes = {
  addons: {
    read: [
      'GET /addon-attachments',
      'GET /addon-attachments/{addon-attachment}',
      'GET /addons',
      'GET /addons/{addon}',
      'GET /addons/{addon}/addon-attachments',
      'GET /apps/{app}/addon-attachments',
      'GET /apps/{app}/addon-attachments/{addon-attachment}',
      'GET /apps/{app}/addons',
      'GET /apps/{app}/addons/{addon}',
      'GET /teams/{team}/addons',
      'GET /users/{account}/addons',
      'POST /actions/addon-attachments/resolve',
      'POST /actions/addons/resolve',
    ],
    create: ['POST /addon-attachments', 'POST /apps/{app}/addons'],
    delete: ['DELETE /addon-attachments/{addon-attachment}', 'DELETE /apps/{app}/addons/{addon}'],
    'sign-in': ['GET /addons/{addon}/sso', 'GET /apps/{app}/addons/{addon}/sso'],
    write: [
      'POST /addons/{addon}/actions/deprovision',
      'POST /addons/{addon}/actions/peer',
      'POST /addons/{addon}/actions/provision',
      'POST /addons/{addon}/actions/unpeer',
      'PATCH /apps/{app}/addons/{addon}',
    ],
  },
  'addon-config': {
    read: ['GET /addons/{addon}/config'],
    write: ['PATCH /addons/{addon}/config'],
  },
} as const satisfies RouteTable
