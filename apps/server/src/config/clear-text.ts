import { databaseAddresses } from '@app-connections/db'
import { allowsClearText, clearTextSentence, isLoopback } from '@app-connections/providers'

/** The addresses of the environment that may be without TLS. */
interface Addresses {
  readonly DATABASE_URL?: string | undefined
  readonly SITE_URL?: string | undefined
  readonly HOST: string
}

/** The parts of a node-postgres URL that turn TLS on. Without them, nothing is encrypted. */
const encrypts = /[?&](?:sslmode=(?!disable\b|allow\b)[\w-]+|ssl=(?:true|1)\b)/

/**
 * The addresses that would send secrets over a network in clear, unless the operator has accepted them by name.
 * Addresses on this machine (loopback, sockets) are no issue.
 */
export function clearTextIssues(
  addresses: Addresses,
  variables: Readonly<Record<string, string | undefined>>,
): string[] {
  const found = [
    ...(addresses.DATABASE_URL !== undefined && databaseAddresses(addresses.DATABASE_URL).some(isOpenDatabase)
      ? [['DATABASE_URL', 'add sslmode=verify-full'] as const]
      : []),
    ...(isOpenSite(addresses)
      ? [['SITE_URL', 'give the https address of what stands in front, or let HOST be 127.0.0.1'] as const]
      : []),
  ]
  return found.flatMap(([variable, remedy]) =>
    allowsClearText(variables, variable) ? [] : [`${variable}: ${clearTextSentence(remedy, variable)}`],
  )
}

/** Whether people on other machines may sign in over http, where everybody on the way could act as them. */
export function isOpenSite({ SITE_URL, HOST }: Pick<Addresses, 'SITE_URL' | 'HOST'>): boolean {
  return !isLoopback(HOST) && (SITE_URL === undefined || /^http:/i.test(SITE_URL))
}

function isOpenDatabase(address: string): boolean {
  const url = new URL(address)
  const local = isLoopback(url.hostname) || url.searchParams.get('host')?.startsWith('/') === true
  return !local && !encrypts.test(url.search)
}

/** Whether mail may only be sent with TLS. */
export function mailNeedsTls(smtpUrl: string, variables: Readonly<Record<string, string | undefined>>): boolean {
  return !isLoopback(new URL(smtpUrl).hostname) && !allowsClearText(variables, 'SMTP_URL')
}
