import { createClient } from '@app-connections/client'
import { Pool } from 'undici'
import { type LoadResult, load, type MakeRequest, repeat } from './load.ts'

/** What a case is measured against: an address, the headers of a caller, and what to ask for. */
export interface Target {
  url: string
  headers: Record<string, string>
  connectionIds: string[]
  herokuToken: string
}

export interface Options {
  concurrency: number
  seconds: number
}

/** A case: the same question to every peer. Over tRPC only ours can be asked; the others answer the REST twin. */
export interface Case {
  name: string
  /** How ours is asked. */
  ours(target: Target, options: Options): Promise<LoadResult>
  /** How everyone else is. */
  others(target: Target, options: Options): Promise<LoadResult>
}

const path = '/api/v1/app-connections/heroku'

/** Names are unique over all peers and rounds of a run. */
let created = 0
const nextName = () => `bench-${process.pid}-${created++}`

const create = (target: Target): MakeRequest => {
  return () => ({
    method: 'POST',
    path,
    body: JSON.stringify({ name: nextName(), method: 'auth-token', credentials: { authToken: target.herokuToken } }),
  })
}
const get = (target: Target): MakeRequest => {
  return (n) => ({ method: 'GET', path: `${path}/${target.connectionIds[n % target.connectionIds.length]}` })
}

/** Reads before writes, so that what a case leaves behind is not measured in the next. */
export const cases: readonly Case[] = [
  rest('token verification', () => () => ({ method: 'GET', path: '/api/v1/app-connections/options' })),
  rest('get by id', get),
  rest('list page of 100', () => () => ({ method: 'GET', path: `${path}?limit=100` })),
  {
    name: 'tRPC get',
    ours: (target, options) =>
      viaClient(target, options, (client, n) =>
        client.appConnections.get.query({
          app: 'heroku',
          connectionId: target.connectionIds[n % target.connectionIds.length] ?? '',
        }),
      ),
    others: (target, options) => viaFetch(target, options, get(target)),
  },
  rest('create', create),
  {
    name: 'tRPC create',
    ours: (target, options) =>
      viaClient(target, options, (client) =>
        client.appConnections.create.mutate({
          app: 'heroku',
          method: 'auth-token',
          name: nextName(),
          credentials: { authToken: target.herokuToken },
        }),
      ),
    others: (target, options) => viaFetch(target, options, create(target)),
  },
]

/** Measured first, while the organization is small: it answers with every row there is. */
export const availableCase = rest('available', () => () => ({ method: 'GET', path: `${path}/available` }))

function rest(name: string, make: (target: Target) => MakeRequest): Case {
  const ask = (target: Target, options: Options) => load(target, make(target), options)
  return { name, ours: ask, others: ask }
}

/** Calls through the typed client, whose requests travel over the same HTTP pool as everyone's. */
async function viaClient(
  target: Target,
  options: Options,
  call: (client: ReturnType<typeof createClient>, n: number) => Promise<unknown>,
): Promise<LoadResult> {
  const pool = new Pool(target.url, { connections: options.concurrency, pipelining: 1 })
  const client = createClient({
    url: target.url,
    auth: { token: target.headers.authorization?.slice('Bearer '.length) ?? '' },
    fetch: pooledFetch(pool),
  })
  try {
    return await repeat(options, (n) => call(client, n))
  } finally {
    await pool.close()
  }
}

/** The REST twin through the same small fetch, so that what the client side costs is the same for both. */
async function viaFetch(target: Target, options: Options, make: MakeRequest): Promise<LoadResult> {
  const pool = new Pool(target.url, { connections: options.concurrency, pipelining: 1 })
  const send = pooledFetch(pool)
  try {
    return await repeat(options, async (n) => {
      const { method, path: at, body } = make(n)
      const headers = body === undefined ? target.headers : { ...target.headers, 'content-type': 'application/json' }
      const answer = await send(`${target.url}${at}`, { method, headers, body: body ?? null })
      if (answer.status !== 200) throw new Error(`${method} ${at} answered ${answer.status}`)
      await answer.json()
    })
  } finally {
    await pool.close()
  }
}

function pooledFetch(pool: Pool): typeof fetch {
  return async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input)
    const answer = await pool.request({
      method: init?.method === 'POST' ? 'POST' : 'GET',
      path: url.pathname + url.search,
      headers: Object.fromEntries(new Headers(init?.headers)),
      body: typeof init?.body === 'string' ? init.body : null,
    })
    return new Response(await answer.body.text(), {
      status: answer.statusCode,
      headers: { 'content-type': 'application/json' },
    })
  }
}
