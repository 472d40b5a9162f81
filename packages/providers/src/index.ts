export type { Broker, BrokerSession } from './broker/contract.ts'
export type { Route } from './broker/route.ts'
export { createScrubber, type Scrubber } from './broker/scrub.ts'
export { readTarget, type Target, UnclearTarget, writeTarget } from './broker/target.ts'
export { allowsClearText, clearTextSentence, isLoopback } from './clear-text.ts'
export type { ConfigRelease, ConfigRules, ConfigSession, ConfigValue } from './config-contract.ts'
export type {
  Allowance,
  Checked,
  Connected,
  Consent,
  Credential,
  JsonObject,
  Provider,
  Refreshed,
  Resource,
  Session,
} from './contract.ts'
export { ProviderError, type ProviderFailure } from './error.ts'
export { createHttp } from './http.ts'
export type { Leasing, MadeLease } from './lease-contract.ts'
export { type Address, createLookUp, type LookUp } from './look-up.ts'
export { createProviders, type Providers, providerEnvironmentIssues } from './providers.ts'
export type { MadeCredential, Rotation } from './rotation-contract.ts'
export { platformSentences } from './sentences.ts'
export type { Patience, StreamAnswer } from './stream.ts'
export type { ForwardProxies } from './way-out.ts'
