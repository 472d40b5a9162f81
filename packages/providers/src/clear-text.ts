import { isIPv4 } from 'node:net'

/** The variable that lists the variables whose addresses may be used without TLS, separated by commas. */
export const clearTextVariable = 'ALLOW_CLEAR_TEXT'

/** Whether the operator allows the address of a variable without TLS. */
export function allowsClearText(variables: Readonly<Record<string, unknown>>, variable: string): boolean {
  const named = variables[clearTextVariable]
  return typeof named === 'string' && named.split(',').some((name) => name.trim() === variable)
}

/** Whether a host, as in a URL or from an operator, is this machine only. */
export function isLoopback(host: string): boolean {
  const name = host.replace(/^\[|\]$/g, '').toLowerCase()
  if (isIPv4(name)) return name.startsWith('127.')
  return name === '::1' || name === 'localhost' || name.endsWith('.localhost')
}

/** The message for an operator whose secrets would be sent in clear. */
export function clearTextSentence(remedy: string, variable: string): string {
  return `would carry secrets in clear text over a network: ${remedy}, or, where that network is yours alone, set ${clearTextVariable}=${variable}`
}
