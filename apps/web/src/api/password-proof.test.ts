import type { AppRouter } from '@app-connections/client'
import { createTRPCClient, httpLink } from '@trpc/client'
import { expect, it } from 'vitest'
import { askForPassword, passwordProof } from './password-proof.ts'

/** A client of a service that wants the password first, until it is `given`. */
function clientOf(state: { given: boolean; calls: number }) {
  const code = 'freshSignInNeeded'
  const failed = { error: { code: -32_003, message: 'x', data: { reqId: 'r', statusCode: 403, error: 'x', code } } }
  return createTRPCClient<AppRouter>({
    links: [
      askForPassword,
      httpLink({
        url: 'http://service.invalid',
        fetch: async () => {
          state.calls += 1
          return state.given ? Response.json({ result: { data: 'made' } }) : Response.json(failed, { status: 403 })
        },
      }),
    ],
  })
}
const make = (client: ReturnType<typeof clientOf>) => client.clientSecrets.create.mutate({ identityId: 'i' })

it('goes on with the call once the password is given, for all that wait for it', async () => {
  const state = { given: false, calls: 0 }
  const made = [make(clientOf(state)), make(clientOf(state))]
  await expect.poll(() => [state.calls, passwordProof.wanted()]).toEqual([2, true])
  state.given = true
  passwordProof.answer(true)
  expect(await Promise.all(made)).toEqual(['made', 'made'])
  expect([state.calls, passwordProof.wanted()]).toEqual([4, false])
})

it('fails as the call did where it is not given, and asks no second time where that did not help', async () => {
  const state = { given: false, calls: 0 }
  const refused = expect(make(clientOf(state))).rejects.toMatchObject({ data: { code: 'freshSignInNeeded' } })
  await expect.poll(passwordProof.wanted).toBe(true)
  passwordProof.answer(false)
  await refused
  expect(state.calls).toBe(1)
  const again = expect(make(clientOf(state))).rejects.toMatchObject({ data: { code: 'freshSignInNeeded' } })
  await expect.poll(passwordProof.wanted).toBe(true)
  passwordProof.answer(true)
  await again
  expect([state.calls, passwordProof.wanted()]).toEqual([3, false])
})
