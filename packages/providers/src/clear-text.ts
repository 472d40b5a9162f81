import { isIPv4 } from 'node:net'

/** The variable that names the variables whose addresses may be asked without TLS, separated by commas. */
export const clearTextVariable = 'ALLOW_CLEAR_TEXT'

/** Whether the operator has said that the address of a variable may be asked without TLS. */
export function allowsClearText(variables: Readonly<Record<string, unknown>>, variable: string): boolean {
  const named = variables[clearTextVariable]
  return typeof named === 'string' && named.split(',').some((name) => name.trim() === variable)
}

/** Whether a host, as a URL or an operator writes it, is this machine and nobody else's. */
export function isLoopback(host: string): boolean {
  const name = host.replace(/^\[|\]$/g, '').toLowerCase()
  if (isIPv4(name)) return name.startsWith('127.')
  return name === '::1' || name === 'localhost' || name.endsWith('.localhost')
}

/** What an operator is told whose secrets would go over a network as they are. */
export function clearTextSentence(remedy: string, variable: string): string {
  return `would carry secrets in clear text over a network: ${remedy}, or, where that network is yours alone, set ${clearTextVariable}=${variable}`
}
