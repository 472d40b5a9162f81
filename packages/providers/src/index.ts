export { ProviderError, type ProviderFailure } from './error.ts'
export { createHttp, type Http } from './http.ts'
export type {
  Account,
  Allowance,
  Checked,
  Connected,
  EnvironmentIssue,
  JsonObject,
  OAuth,
  Observed,
  PlatformApp,
  Provider,
  Refreshed,
} from './provider.ts'
export { connect, createProviders, type Providers, providerEnvironmentIssues } from './registry.ts'
