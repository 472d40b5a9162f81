import { createHttp, createProviders, writeTarget } from '@app-connections/providers'
import { afterAll, expect, it } from 'vitest'
import { foreign, granted, type Hostile, hostileRequests, mayGoOn, readings, templatesOf } from '../../test/hostile.ts'
import { OperationError } from '../failures/operation-error.ts'
import { decide } from './decide.ts'
import { forwardedHeaders } from './headers.ts'
import { type Judged, judge, named } from './judge.ts'
import { rightsOf } from './rights.ts'

const requests = Number(process.env.HOSTILE_REQUESTS || 20_000)
const seed = Number(process.env.HOSTILE_SEED || 20_261_130)

const http = createHttp()
afterAll(() => http.close())
const { broker } = createProviders({}, http).of('heroku')
if (broker === undefined) throw new Error('there is no broker')
const platform = broker
const routes = platform.routes.map(({ name }) => name)
const actions = [...new Set(platform.routes.map(({ action }) => action))]
const rights = rightsOf([{ id: 'g', actions, resources: [{ id: granted }], keys: null }])
const names = new Map([['shop', granted]])

interface Sent {
  readonly judged: Judged
  readonly path: string
}

/** What would be sent for who may do everything, and for who may on one app; undefined where it is refused. */
function sent({ method, target }: Hostile): { all: Sent; one: Sent | undefined } | undefined {
  try {
    const judged = judge(platform, 'Heroku', { method, target })
    const { resource } = judged
    const id = resource?.toLowerCase() === granted ? granted : names.get(resource ?? '')
    const one = id === undefined ? judged : named(judged, id)
    const open = (resource === undefined || id !== undefined) && decide(rights, one.route, one.resource).open
    return { all: outOf(judged), one: open ? outOf(one) : undefined }
  } catch (error) {
    if (error instanceof OperationError) return undefined
    throw error
  }
}

function outOf(judged: Judged): Sent {
  return { judged, path: writeTarget(judged.target) }
}

/** What is wrong with what would be sent, by a model that shares nothing with what has judged it. */
function escapes(request: Hostile, { judged, path }: Sent, narrowed: boolean): string[] {
  const [own = '', ...rest] = path.split('?')
  const wrong: string[] = []
  for (const [at, read] of readings.entries()) {
    const segments = read(own)
    if (segments === undefined || segments.join('\n') !== judged.target.segments.join('\n')) wrong.push(`reading ${at}`)
  }
  if (!/^[!-~]+$/.test(path)) wrong.push('bytes that are no address')
  if (rest.join('?') !== request.target.split('?').slice(1).join('?')) wrong.push('another query')
  if (/(?:^|&)_method=/i.test(decodeURIComponent(rest.join('?')).replaceAll('+', ' '))) wrong.push('another method')
  const templates = templatesOf(routes, request.method, own)
  const literal = !judged.route.name.includes('{')
  if (!templates.includes(judged.route.name) || (templates.length > 1 && !literal)) wrong.push('another route')
  if (!narrowed) return wrong
  if (/\/apps\/[^/]+/.exec(own)?.[0].includes(foreign)) wrong.push('another app')
  if (judged.route.ofResource && !own.split('/').includes(granted)) wrong.push('no granted app')
  return wrong
}

it(`${requests} hostile requests are refused, or sent as nothing else than they were judged`, () => {
  let passed = 0
  let narrowed = 0
  let count = 0
  for (const request of hostileRequests(routes, seed)) {
    if (count++ === requests) break
    for (const name of Object.keys(forwardedHeaders(request.headers))) {
      if (!mayGoOn.has(name)) expect.unreachable(`header ${name} went on`)
    }
    const out = sent(request)
    if (out === undefined) continue
    passed += 1
    const wrong = [
      ...escapes(request, out.all, false),
      ...(out.one === undefined ? [] : escapes(request, out.one, true)),
    ]
    if (wrong.length > 0) expect.unreachable(`${JSON.stringify(request)} → ${out.all.path}: ${wrong.join(', ')}`)
    if (out.one !== undefined) narrowed += 1
  }
  process.stdout.write(
    `hostile requests: ${requests}, sent ${passed}, of them ${narrowed} by who may on one app, seed ${seed}\n`,
  )
  // Where everything is refused, nothing is shown.
  expect(passed).toBeGreaterThan(requests / 10)
  expect(narrowed).toBeGreaterThan(requests / 50)
}, 600_000)
