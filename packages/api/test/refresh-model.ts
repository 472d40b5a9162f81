import type { SwitchChange } from '@app-connections/heroku-sandbox'
import fc from 'fast-check'

// What may happen to one connection over two processes at once.

/** An action of one of two processes, so many milliseconds after its step began. */
export interface Action {
  kind: 'use' | 'rename' | 'reconnect' | 'delete' | 'restore'
  by: 0 | 1
  after: number
}

/**
 * The state of the credential at the platform when a step begins, and how the platform answers during it:
 * - `ended`: its token has ended; `ended-unseen`: so, but the end is not stored; `near-end`: its stored end is near
 * - `withdrawn`: the person has withdrawn the consent
 * - `lost-answer`, `no-effect`: it has ended, and a call of the token endpoint breaks off after or before its effect
 * - `slow`: it has ended, and the token endpoint answers slowly
 */
export type Weather =
  | 'calm'
  | 'ended'
  | 'ended-unseen'
  | 'near-end'
  | 'withdrawn'
  | 'lost-answer'
  | 'no-effect'
  | 'slow'

export interface Story {
  switches: SwitchChange
  steps: { weather: Weather; actions: Action[] }[]
}

const kinds = { use: 6, rename: 2, reconnect: 2, delete: 1, restore: 1 } as const
const action: fc.Arbitrary<Action> = fc.record({
  kind: fc.oneof(
    ...(['use', 'rename', 'reconnect', 'delete', 'restore'] as const).map((kind) => ({
      weight: kinds[kind],
      arbitrary: fc.constant(kind),
    })),
  ),
  by: fc.constantFrom(0, 1),
  after: fc.nat(20),
})

const weathers = {
  calm: 1,
  ended: 4,
  'ended-unseen': 2,
  'near-end': 2,
  withdrawn: 1,
  'lost-answer': 3,
  'no-effect': 1,
  slow: 3,
}
const weather: fc.Arbitrary<Weather> = fc.oneof(
  ...(['calm', 'ended', 'ended-unseen', 'near-end', 'withdrawn', 'lost-answer', 'no-effect', 'slow'] as const).map(
    (each) => ({ weight: weathers[each], arbitrary: fc.constant(each) }),
  ),
)

export const stories: fc.Arbitrary<Story> = fc.record({
  switches: fc.record({
    refreshTokenRotates: fc.boolean(),
    refreshTokenReuse: fc.constantFrom('accepted', 'refused', 'revokes'),
    refreshEndsOldAccessTokens: fc.boolean(),
    invalidRefreshStatus: fc.constantFrom(401, 400, 403),
    expiredTokenStatus: fc.constantFrom(401, 403),
    oauthScope: fc.constantFrom('global', 'any'),
  }),
  steps: fc.array(fc.record({ weather, actions: fc.array(action, { minLength: 1, maxLength: 5 }) }), {
    minLength: 1,
    maxLength: 4,
  }),
})
