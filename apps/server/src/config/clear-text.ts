import { databaseAddresses } from '@app-connections/db'
import { allowsClearText, clearTextSentence, isLoopback } from '@app-connections/providers'

/** Where an address of the environment leads without TLS. */
interface Addresses {
  readonly DATABASE_URL?: string | undefined
  readonly SITE_URL?: string | undefined
  readonly HOST: string
}

/** What asks for TLS of a URL of node-postgres; without any of it, nothing is encrypted. */
const encrypts = /[?&](?:sslmode=(?!disable\b|allow\b)[\w-]+|ssl=(?:true|1)\b)/

/**
 * The addresses by which secrets would cross a network as they are, and which the operator has not named as accepted. What
 * stays on this machine is left alone: loopback, and sockets.
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

/** Whether people of other machines may sign in over http: everybody on the way could act as them. */
export function isOpenSite({ SITE_URL, HOST }: Pick<Addresses, 'SITE_URL' | 'HOST'>): boolean {
  return !isLoopback(HOST) && (SITE_URL === undefined || /^http:/i.test(SITE_URL))
}

function isOpenDatabase(address: string): boolean {
  const url = new URL(address)
  const local = isLoopback(url.hostname) || url.searchParams.get('host')?.startsWith('/') === true
  return !local && !encrypts.test(url.search)
}

/** Whether mail may be handed on without TLS where its server offers none. */
export function mailNeedsTls(smtpUrl: string, variables: Readonly<Record<string, string | undefined>>): boolean {
  return !isLoopback(new URL(smtpUrl).hostname) && !allowsClearText(variables, 'SMTP_URL')
}
