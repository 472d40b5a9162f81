import type { App } from '@app-connections/schemas'
import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server'
import { describe, expectTypeOf, it } from 'vitest'
import type { AppRouter, ProcedurePath } from './root.ts'

type Create = inferRouterInputs<AppRouter>['appConnections']['create']
type Created = inferRouterOutputs<AppRouter>['appConnections']['create']
type Named = { app: 'heroku'; name: string }

// The compiler is the test: `npm run check` checks these types.
describe('the types of the router', () => {
  it('take each method of an app with its own credentials, and no other', () => {
    expectTypeOf<Named & { method: 'auth-token'; credentials: { authToken: string } }>().toExtend<Create>()
    expectTypeOf<Named & { method: 'api-key'; credentials: { authToken: string } }>().not.toExtend<Create>()
    expectTypeOf<Named & { method: 'auth-token'; credentials: { apiKey: string } }>().not.toExtend<Create>()
    expectTypeOf<Named & { method: 'auth-token' }>().not.toExtend<Create>()
    type OtherApp = { app: 'fly'; name: string; method: 'auth-token'; credentials: { authToken: string } }
    expectTypeOf<OtherApp>().not.toExtend<Create>()
  })

  it('take an unsupported field switched off alone', () => {
    type Valid = Named & { method: 'auth-token'; credentials: { authToken: string } }
    expectTypeOf<Valid & { gatewayId: null; isAutoRotationEnabled: false }>().toExtend<Create>()
    expectTypeOf<Valid & { gatewayId: string }>().not.toExtend<Create>()
    expectTypeOf<Valid & { isAutoRotationEnabled: true }>().not.toExtend<Create>()
  })

  it('give a connection whose credentials hold nothing', () => {
    expectTypeOf<Created['credentials']>().toEqualTypeOf<Record<string, never>>()
    expectTypeOf<Created['app']>().toEqualTypeOf<App>()
    expectTypeOf<Extract<Created, { app: 'heroku' }>['method']>().toEqualTypeOf<'auth-token' | 'oauth'>()
    expectTypeOf<Extract<Created, { app: 'render' }>['method']>().toEqualTypeOf<'api-key'>()
  })

  it('name procedures by noun and verb', () => {
    expectTypeOf<'appConnections.create'>().toExtend<ProcedurePath>()
    expectTypeOf<'appConnections.steal'>().not.toExtend<ProcedurePath>()
  })
})
