import { type App, methodFacts } from '@app-connections/schemas'
import type { Places } from '@/components/form/place-errors.ts'

type SecretField = `credentials.${string}`

/** The secret fields of a method by their paths in a form. */
export function secretFields(app: App, method: string): SecretField[] {
  return Object.keys(methodFacts(app, method)?.fields ?? {}).map((name) => `credentials.${name}` as const)
}

/** The failures that are about an entered credential, all shown at its first field. A consent has no field. */
export function secretPlaces(app: App, method: string): Places<SecretField> {
  const [first] = secretFields(app, method)
  if (first === undefined) return {}
  return { credentialRefused: first, accountProblem: first, scopeTooNarrow: first, credentialMisfit: first }
}
