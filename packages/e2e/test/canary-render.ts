import { type Canaries, createTwice, type Given, post, type Statuses, type Target } from './canary-calls.ts'

function renderKey(apiKey: string): Given {
  return { app: 'render', method: 'api-key', credentials: { apiKey } }
}

/**
 * Keys of Render: one that it takes, those it refuses, one that it sends back while it fails, and one where no key belongs.
 */
export async function callsOfRender(target: Target, canaries: Canaries): Promise<Statuses> {
  const { renderAccepted: accepted, renderFaulted: faulted } = canaries
  const { render } = target
  const statuses: Statuses = {}
  statuses.accepted = await createTwice(target, renderKey(accepted), 'render-accepted')
  statuses['name taken'] = await createTwice(target, renderKey(accepted), 'render-accepted')
  statuses.crooked = await createTwice(target, renderKey(canaries.crooked), 'render-crooked')
  const message = `Bad key ${faulted}`
  const echo = { body: { id: faulted, message }, headers: { 'x-echo': faulted } }
  const faults = {
    ...Object.fromEntries([401, 402, 403, 429, 500].map((status) => [`status ${status}`, { ...echo, status }])),
    'broken JSON': { status: 200, body: `{"email": ${faulted}` },
    'wrong shape': { status: 200, body: [{ [faulted]: faulted }, message] },
    // It is no address, and what cannot be one is not kept of an account.
    'as the address of its user': { status: 200, body: { email: faulted, name: faulted } },
  }
  for (const [index, [name, fault]] of Object.entries(faults).entries()) {
    render.setFault(fault)
    statuses[name] = await createTwice(target, renderKey(faulted), `render-faulted-${index}`)
  }
  render.setFault(undefined)
  const wrong: [string, unknown][] = [
    ["as another platform's", { authToken: faulted }],
    ['in a list', { apiKey: [faulted] }],
    ['as a key', { [faulted]: faulted }],
    ['with a line break', { apiKey: `${faulted}\n${faulted}` }],
  ]
  for (const [name, credentials] of wrong)
    statuses[name] = await createTwice(target, { app: 'render', method: 'api-key', credentials }, 'render-misplaced')
  const cut = `{"method":"api-key","credentials":{"apiKey":"${faulted}`
  statuses['in JSON cut off'] = [await post(target, '/api/v1/app-connections/render', cut)]
  return statuses
}
