import { randomUUID } from 'node:crypto'
import { orgIdOf } from '@app-connections/db'
import { engines } from '@app-connections/db/testing/engines'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { eventsOf, newOrganization } from '../../test/organization.ts'
import { call, refusal, useServices } from '../../test/services.ts'

describe.each(engines)('another organization on %s with the sandbox', (engine) => {
  const test = useServices(engine)
  const madeSchema = z.object({ id: z.uuid(), name: z.string(), slug: z.string() })

  it('is made by an admin of one, with keys of its own and them as its admin, and that is on record there', async () => {
    const { services, sandbox } = test()
    const home = await newOrganization(services)
    const ada = await home.person({ organization: 'admin' })
    const name = `Größe ${randomUUID()}`
    const made = madeSchema.parse(await call(services, ada, 'organizations.create', { name }))
    expect(made).toMatchObject({ name, slug: expect.stringMatching(/^gro-e-[0-9a-f-]+$/) })
    const again = await home.again(ada)
    expect(again.organizations.map(({ id }) => id).toSorted()).toEqual([home.id, made.id].toSorted())
    expect(await eventsOf(services, orgIdOf(made.id))).toMatchObject([
      { action: 'organizations.create', actor: ada.id },
    ])
    const keys = await Promise.all([home.id, made.id].map((id) => services.keyring.forOrg(id)))
    expect(new Set(keys.map(({ current }) => current.id)).size).toBe(2)
    const { token } = await sandbox.control.mintToken()
    const input = { app: 'heroku', method: 'auth-token', name: 'main', credentials: { authToken: token } }
    const inEach = await Promise.all(
      [home.id, made.id].map((organizationId) =>
        call(services, again, 'appConnections.create', input, { organizationId }),
      ),
    )
    const hashes = inEach.map((one) => z.object({ credentialsHash: z.string() }).parse(one).credentialsHash)
    // The same credential has another fingerprint in each organization.
    expect(new Set(hashes).size).toBe(2)
  })

  it('is refused to whoever is admin of none, and where its short name is taken, also by one who comes at the same time', async () => {
    const { services } = test()
    const home = await newOrganization(services)
    const [ada, grace] = [
      await home.person({ organization: 'admin' }),
      await home.person({ organization: 'member', project: 'admin' }),
    ]
    const name = `Acme ${randomUUID()}`
    expect(await refusal(call(services, grace, 'organizations.create', { name }))).toMatchObject({
      statusCode: 403,
      details: [{ action: 'create', subject: 'organizations' }],
    })
    const results = await Promise.allSettled([1, 2, 3].map(() => call(services, ada, 'organizations.create', { name })))
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await refusal(call(services, ada, 'organizations.create', { name: name.toUpperCase() }))).toMatchObject({
      statusCode: 400,
      message: expect.stringContaining('already exists'),
    })
  })
})
