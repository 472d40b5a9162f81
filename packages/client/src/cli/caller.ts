import { Failed } from './failed.ts'

export type Variables = Readonly<Record<string, string | undefined>>

/** Who calls which service. */
export interface Caller {
  readonly url: string
  readonly clientId: string
  readonly clientSecret: string
}

/** Variables that hold what proves the caller: no command that is run gets them. */
export const secretVariables = ['APP_CONNECTIONS_CLIENT_SECRET']

/** The caller that the variables name. Throws `Failed` where one is missing. */
export function callerIn(variables: Variables): Caller {
  const url = addressIn(variables)
  const clientId = variables.APP_CONNECTIONS_CLIENT_ID ?? ''
  const clientSecret = variables.APP_CONNECTIONS_CLIENT_SECRET ?? ''
  if (clientId === '' || clientSecret === '') {
    throw new Failed('Set APP_CONNECTIONS_CLIENT_ID and APP_CONNECTIONS_CLIENT_SECRET to those of a machine identity.')
  }
  return { url, clientId, clientSecret }
}

/** Hosts to which nothing leaves the machine. */
const loopback = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/

function addressIn({ APP_CONNECTIONS_URL: text = '' }: Variables): string {
  if (text === '') throw new Failed('Set APP_CONNECTIONS_URL to the address of the service.')
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    throw new Failed('APP_CONNECTIONS_URL is no address: it begins with https:// or http://')
  }
  if (url.protocol === 'http:' && !loopback.test(url.hostname)) {
    throw new Failed('APP_CONNECTIONS_URL begins with http://, and would send secrets in clear: set one with https://')
  }
  return text.replace(/\/+$/, '')
}
