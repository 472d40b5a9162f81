import { createHash } from 'node:crypto'
import { engines } from '@app-connections/db/testing/engines'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { errorOf } from '../http.ts'
import { dataOf, startTestServer } from '../running-server.ts'
import { connectionsPath } from './connections.ts'
import { useFamily } from './family.ts'
import { four, loginPath, machineCalls, madeSecret, wrong } from './machine-calls.ts'

describe.each(engines)('machine identities on %s', (engine) => {
  // A trusted proxy, so that a test can use any address.
  const family = useFamily(engine, { TRUST_PROXY: '127.0.0.1' })
  const { login, renew, revoke, use, tokenOf, newSecret } = machineCalls(family)

  it('have several secrets, labelled, listed without the secret, and deleted with the tokens made of them', async () => {
    const { id, clientId } = await family().machine({ organization: 'member' })
    const [one, two] = [await newSecret(id, { label: 'ci' }), await newSecret(id, { label: 'laptop' })]
    const [first, second] = [
      tokenOf(await login(clientId, one.clientSecret)),
      tokenOf(await login(clientId, two.clientSecret)),
    ]
    const list = await family().trpc('clientSecrets.list', { identityId: id })
    expect(dataOf(list)).toMatchObject([
      { id: two.id, label: 'laptop', uses: 1, usesLimit: 0, expiresAt: null, lastUsedAt: expect.any(String) },
      { id: one.id, label: 'ci', uses: 1 },
    ])
    expect(list.text).not.toMatch(/acs_|hash/)
    dataOf(await family().trpc('clientSecrets.remove', { clientSecretId: one.id }))
    expect([(await use(first.accessToken)).status, (await use(second.accessToken)).status]).toEqual([401, 200])
    expect(errorOf(await login(clientId, one.clientSecret))).toMatchObject(wrong)
    tokenOf(await login(clientId, two.clientSecret))
  })

  it('are stored as SHA-256 alone: no table holds a secret or a token', async () => {
    const { id, clientId } = await family().machine({ organization: 'member' })
    const { clientSecret } = await newSecret(id)
    const { accessToken } = tokenOf(await login(clientId, clientSecret))
    for (const [table, column, secret] of [
      ['client_secrets', 'secret_hash', clientSecret],
      ['access_tokens', 'token_hash', accessToken],
    ] as const) {
      const hash = createHash('sha256').update(secret).digest()
      expect(await family().query(`select 1 as found from ${table} where ${column} = $1`, [hash])).toEqual([
        { found: 1 },
      ])
    }
    const tables = await family().query(
      "select table_name as name from information_schema.tables where table_schema in ('public', 'auth')",
    )
    for (const { name } of tables) {
      const schema =
        (await family().query('select to_regclass($1) as found', [`public.${name}`]))[0]?.found === null ? 'auth.' : ''
      const rows = await family().query(`select 1 from ${schema}"${name}" t where t::text like any ($1)`, [
        [`%${clientSecret}%`, `%${accessToken}%`],
      ])
      expect(rows, `${name}`).toEqual([])
    }
  })

  it('take a secret until it expires, and not longer', async () => {
    const { id, clientId } = await family().machine({ organization: 'member' })
    const made = await newSecret(id, { expiresIn: 60 })
    const ends = Date.parse(`${made.expiresAt}`) - Date.now()
    expect(ends > 50_000 && ends <= 60_000).toBe(true)
    tokenOf(await login(clientId, made.clientSecret))
    await family().query("update client_secrets set expires_at = now() - interval '1 second' where id = $1", [made.id])
    expect(errorOf(await login(clientId, made.clientSecret))).toMatchObject(wrong)
    const tooLong = await family().trpc('clientSecrets.create', { identityId: id, expiresIn: Number.MAX_SAFE_INTEGER })
    expect(tooLong.status).toBe(422)
  })

  it('use a secret as often as its limit says, also where all come at once', async () => {
    const { id, clientId } = await family().machine({ organization: 'member' })
    const { clientSecret, id: secretId } = await newSecret(id, { usesLimit: 3 })
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, index) => login(clientId, clientSecret, `198.51.100.${index}`)),
    )
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(3)
    for (const answer of answers) if (answer.status === 200) tokenOf(answer)
    for (const answer of answers) if (answer.status !== 200) expect(errorOf(answer)).toMatchObject(wrong)
    expect(await family().query('select uses from client_secrets where id = $1', [secretId])).toEqual([{ uses: 3 }])
  })

  it('get tokens that live as long as their identity says, renewed up to the maximum and never beyond', async () => {
    const { id, clientId } = await family().machine({ organization: 'member' }, { ttl: 100, maxTtl: 250 })
    const issued = tokenOf(await login(clientId, (await newSecret(id)).clientSecret))
    expect([issued.expiresIn, issued.accessTokenMaxTTL]).toEqual([100, 250])
    const { accessToken } = issued
    const passes = (seconds: number) =>
      family().query(
        `update access_tokens set created_at = created_at - $2::int * interval '1 second',
           expires_at = expires_at - $2::int * interval '1 second', max_expires_at = max_expires_at - $2::int * interval '1 second'
         where token_hash = $1`,
        [createHash('sha256').update(accessToken).digest(), seconds],
      )
    await passes(60)
    const renewed = tokenOf(await renew(accessToken))
    expect(renewed.accessToken).toBe(accessToken)
    expect(renewed.expiresIn).toBeGreaterThanOrEqual(98)
    expect(renewed.expiresIn).toBeLessThanOrEqual(100)
    expect(renewed.accessTokenMaxTTL).toBe(250)
    await passes(95)
    // 155 of 250 seconds have passed, so less than another time to live is left.
    const last = tokenOf(await renew(accessToken))
    expect(last.expiresIn).toBeGreaterThanOrEqual(92)
    expect(last.expiresIn).toBeLessThanOrEqual(95)
    await passes(96)
    expect((await use(accessToken)).status).toBe(401)
    expect(errorOf(await renew(accessToken))).toMatchObject({ statusCode: 401, error: 'UnauthorizedError' })
  })

  it('end a token at once by revoking it, once; an unknown or ended one is 401', async () => {
    const { id, clientId } = await family().machine({ organization: 'member' })
    const { clientSecret } = await newSecret(id)
    const [one, other] = [tokenOf(await login(clientId, clientSecret)), tokenOf(await login(clientId, clientSecret))]
    const answer = await revoke(one.accessToken)
    expect([answer.status, answer.body]).toEqual([200, { message: 'Successfully revoked access token' }])
    expect([(await use(one.accessToken)).status, (await use(other.accessToken)).status]).toEqual([401, 200])
    for (const again of [one.accessToken, `act_${'x'.repeat(43)}`, 'nonsense']) {
      expect(errorOf(await revoke(again))).toMatchObject({ statusCode: 401, error: 'UnauthorizedError' })
      expect(errorOf(await renew(again))).toMatchObject({ statusCode: 401, error: 'UnauthorizedError' })
    }
  })

  it('have static tokens, shown once, listed, not renewed, ended by their id', async () => {
    const { id } = await family().machine({ organization: 'member' })
    const made = z
      .object({ id: z.uuid(), accessToken: z.string(), expiresAt: z.string() })
      .parse(
        dataOf(await family().trpc('accessTokens.createStatic', { identityId: id, label: 'terraform', expiresIn: 60 })),
      )
    family().server.secrets.add(made.accessToken)
    expect((await use(made.accessToken)).status).toBe(200)
    expect(errorOf(await renew(made.accessToken))).toMatchObject({ statusCode: 401 })
    const list = await family().trpc('accessTokens.list', { identityId: id })
    expect(dataOf(list)).toContainEqual(
      expect.objectContaining({ id: made.id, label: 'terraform', static: true, expiresAt: made.expiresAt }),
    )
    expect(list.text).not.toContain('act_')
    dataOf(await family().trpc('accessTokens.remove', { accessTokenId: made.id }))
    expect((await use(made.accessToken)).status).toBe(401)
  })

  it('lose every secret and token with the identity, and act with the role they have now', async () => {
    const { id, clientId } = await family().machine({ organization: 'member' })
    const { clientSecret } = await newSecret(id)
    const { accessToken } = tokenOf(await login(clientId, clientSecret))
    dataOf(await family().trpc('members.set', { scope: 'organization', member: { identityId: id }, role: 'no-access' }))
    expect((await use(accessToken)).status).toBe(403)
    dataOf(await family().trpc('identities.remove', { identityId: id }))
    expect((await use(accessToken)).status).toBe(401)
    expect(errorOf(await login(clientId, clientSecret))).toMatchObject(wrong)
  })
})

describe.skipIf(!engines.includes('PostgreSQL'))('two servers on one PostgreSQL', () => {
  const family = useFamily('PostgreSQL')

  it('know of a revoked token and of a changed role at once, and of a token the other has made', async () => {
    const second = await startTestServer({ engine: 'PostgreSQL', variables: family().variables })
    try {
      const { id, clientId } = await family().machine({ organization: 'admin' })
      const made = await family().trpc('clientSecrets.create', { identityId: id })
      const { clientSecret } = madeSecret.parse(dataOf(made))
      const { accessToken } = four.parse(
        (await family().server.call('POST', loginPath, { body: { clientId, clientSecret } })).body,
      )
      for (const secret of [clientSecret, accessToken]) family().server.secrets.add(secret)
      const use = async () => (await second.call('GET', connectionsPath, { token: accessToken })).status
      expect(await use()).toBe(200)
      dataOf(
        await family().trpc('members.set', { scope: 'organization', member: { identityId: id }, role: 'no-access' }),
      )
      expect(await use()).toBe(403)
      await family().server.call('POST', '/api/v1/auth/token/revoke', { body: { accessToken } })
      expect(await use()).toBe(401)
    } finally {
      await second.close()
    }
  })
})
