import { Failed } from './failed.ts'

export type Variables = Readonly<Record<string, string | undefined>>

/** A machine identity. */
export interface Machine {
  readonly clientId: string
  readonly clientSecret: string
}

/** Variables that hold what proves the caller: no command that is run gets them. */
export const secretVariables = ['APP_CONNECTIONS_CLIENT_SECRET']

/** The machine identity that the variables name; undefined where they name none. Throws `Failed` for half of one. */
export function machineIn(variables: Variables): Machine | undefined {
  const clientId = variables.APP_CONNECTIONS_CLIENT_ID ?? ''
  const clientSecret = variables.APP_CONNECTIONS_CLIENT_SECRET ?? ''
  if (clientId === '' && clientSecret === '') return undefined
  if (clientId === '' || clientSecret === '') {
    throw new Failed('Set both APP_CONNECTIONS_CLIENT_ID and APP_CONNECTIONS_CLIENT_SECRET, or neither.')
  }
  return { clientId, clientSecret }
}

/** Hosts to which nothing leaves the machine. */
const loopback = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/

/** The address of the service, without a slash at its end. Throws `Failed` where it is missing or would not do. */
export function addressIn({ APP_CONNECTIONS_URL: text = '' }: Variables): string {
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
