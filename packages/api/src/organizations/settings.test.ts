import { engines } from '@app-connections/db/testing/engines'
import { organizationSettingsSchema } from '@app-connections/schemas'
import { describe, expect, it } from 'vitest'
import manifest from '../../package.json' with { type: 'json' }
import { eventsOf, newOrganization } from '../../test/organization.ts'
import { call, refusal, useServices } from '../../test/services.ts'
import { createLimits, createMailer, type Services } from '../index.ts'

describe.each(engines)('the settings of an organization on %s', (engine) => {
  const test = useServices(engine)

  it('say how the service is set up, to its admins alone', async () => {
    const { services } = test()
    const organization = await newOrganization(services)
    const admin = await organization.person({ organization: 'admin' })
    const read = async (as: Services) =>
      organizationSettingsSchema.parse(await call(as, admin, 'organizations.settings'))
    const { organization: own, service } = await read(services)
    expect(own).toMatchObject({ id: organization.id, name: 'Acme', slug: `acme-${organization.id}` })
    expect(service).toEqual({
      version: manifest.version,
      siteUrl: 'https://connections.example.com',
      database: engine === 'PGlite' ? 'pglite' : 'postgresql',
      oauth: [
        {
          app: 'heroku',
          configured: false,
          callbackUrl: 'https://connections.example.com/organization/app-connections/heroku/oauth/callback',
        },
      ],
      smtp: false,
      rateLimits: false,
      webhooks: { allowHttp: true, allowCidrs: ['127.0.0.0/8'] },
      checkIntervalHours: 6,
    })
    const other = {
      ...services,
      limits: createLimits(async () => ({ granted: 60, secondsLeft: 60 })),
      mailer: createMailer({
        url: 'smtp://ada:hunter2@mail.example.com',
        from: 'connections@example.com',
        requireTls: true,
      }),
    }
    const set = await read(other)
    expect(set.service).toMatchObject({ smtp: true, rateLimits: true })
    expect(JSON.stringify(set)).not.toContain('hunter2')
    for (const role of ['member', 'no-access'] as const) {
      const caller = await organization.person({ organization: role, project: 'admin' })
      expect(await refusal(call(services, caller, 'organizations.settings'))).toMatchObject({ statusCode: 403 })
      const rename = call(services, caller, 'organizations.update', { name: 'Mine' })
      expect(await refusal(rename)).toMatchObject({ statusCode: 403, details: [{ action: 'edit' }] })
    }
  })

  it('take a new name, with its event, and keep the short one', async () => {
    const { services } = test()
    const organization = await newOrganization(services)
    const admin = await organization.person({ organization: 'admin' })
    const slug = `acme-${organization.id}`
    const renamed = await call(services, admin, 'organizations.update', { name: '  Acme & Sons ' })
    expect(renamed).toEqual({ id: organization.id, name: 'Acme & Sons', slug })
    expect(await call(services, await organization.again(admin), 'session.whoAmI')).toMatchObject({
      organizations: [{ name: 'Acme & Sons', slug }],
    })
    expect((await eventsOf(services, organization.id)).at(-1)).toEqual({
      action: 'organizations.update',
      outcome: 'success',
      actor: admin.id,
      target: `organization ${organization.id}`,
      projectId: null,
      detail: { name: 'Acme & Sons' },
    })
    expect(await refusal(call(services, admin, 'organizations.update', { name: ' ' }))).toMatchObject({
      statusCode: 422,
    })
  })
})
