import { isIP } from 'node:net'
import { DatabaseUrlError, databaseAddresses } from '@app-connections/db'
import * as z from 'zod'

/** A port; 0 asks the system for a free one. */
export const port = (fallback: number) => number(0, 65_535, 'must be a port number', fallback)

/** A whole number in a range. */
export const number = (least: number, most: number, error: string, fallback: number) =>
  z.coerce.number({ error }).int(error).min(least, error).max(most, error).default(fallback)

export const onOff = (fallback: 'on' | 'off') => z.enum(['on', 'off'], 'must be on or off').default(fallback)

/** Values separated by commas. */
export const list = z
  .string()
  .default('')
  .transform((text) => text.split(',').flatMap((entry) => (entry.trim() === '' ? [] : [entry.trim()])))

const range = z.union([z.cidrv4(), z.cidrv6()])

export const ranges = list.refine((entries) => entries.every(isRange), {
  error: 'must be ranges such as 10.0.0.0/8, separated by commas',
})

/** Fastify's names for nearby networks. */
const near = ['loopback', 'linklocal', 'uniquelocal']

export const proxies = list.refine(
  (entries) => entries.every((entry) => isIP(entry) !== 0 || isRange(entry) || near.includes(entry)),
  { error: 'must be the addresses of the proxies in front, such as 10.0.0.5 or 10.0.0.0/8, separated by commas' },
)

function isRange(entry: string): boolean {
  return range.safeParse(entry).success
}

/** The forward proxy for outgoing requests. */
export const forwardProxy = z.url({
  protocol: /^https?$/,
  error: 'must be an address such as http://proxy.example.com:3128',
})

/** An address that the database's package can read. */
export const databaseUrl = z.string().superRefine((url, context) => {
  try {
    databaseAddresses(url)
  } catch (error) {
    if (!(error instanceof DatabaseUrlError)) throw error
    context.addIssue({ code: 'custom', message: error.message })
  }
})

/** The public address: only an origin, in the form that browsers compare, with scheme and host in lower case. */
export const siteUrl = z
  .url({ protocol: /^https?$/i, error: 'must be an http or https address' })
  .superRefine((text, context) => {
    if (!URL.canParse(text)) return
    const { username, password, pathname, search, hash } = new URL(text)
    const say = (message: string) => context.addIssue({ code: 'custom', message })
    if (username !== '' || password !== '') say('must hold no user name and password')
    if (!/^\/*$/.test(pathname))
      say('must have no path: give it a host name of its own, such as https://connections.example.com')
    if (search !== '' || hash !== '') say('must end with the host name or the port')
  })
  .transform((text) => (URL.canParse(text) ? new URL(text).origin : text))

/** The host to listen on: an address of this machine, or a name of one. */
export const host = z
  .string()
  .default('127.0.0.1')
  .superRefine((text, context) => {
    const say = (message: string) => context.addIssue({ code: 'custom', message })
    if (/^\[.*\]$/.test(text)) return say('must be an address without brackets, such as ::1')
    if (text === '*') return say('must be 0.0.0.0, or ::, to listen on every address')
    if (text.includes('://')) return say('must be an address alone, such as 127.0.0.1, without http://')
    if (isIP(text) === 0 && !/^[\w.-]+$/.test(text))
      say('must be an address of this machine, such as 127.0.0.1 or 0.0.0.0')
  })
