export { answerConsent } from './consent.ts'
export { sandboxControl } from './control/client.ts'
export type {
  AccountStatus,
  AccountView,
  AddAppsInput,
  AppSettings,
  AppView,
  MintedToken,
  MintTokenInput,
  OAuthClientView,
  ReadyToken,
  SandboxControl,
  SwitchChange,
} from './control/types.ts'
export type { FaultEffect, FaultInput } from './faults.ts'
export { digest, type LoggedRequest } from './request-log.ts'
export { type Sandbox, type SandboxOptions, startSandbox } from './sandbox.ts'
export type { Scope, TokenShape } from './state.ts'
export { defaultSwitches, type Switches, switchValues } from './switches.ts'
