import { isUnavailable } from '@app-connections/db'

/** What an operator reads about a database that cannot be used, by SQLSTATE (PostgreSQL documentation, appendix A). */
const byState: Record<string, string> = {
  '08P01':
    'What answers at DATABASE_URL does not take the connection as PostgreSQL would. If it is a pooler, its own words tell why:',
  '25006':
    'The database of DATABASE_URL takes no writes: it is a standby, or read-only. Name the primary, or all servers: postgresql://user@first,second/name.',
  '26000':
    'A pooler in front of PostgreSQL mixes up prepared statements. Let it pool transactions, as PgBouncer 1.18 or later does:',
  '28000':
    'PostgreSQL does not let this user in from here. Check the user in DATABASE_URL, pg_hba.conf and whether TLS is asked for:',
  '28P01': 'PostgreSQL refuses the user or the password in DATABASE_URL:',
  '3D000': 'The database that DATABASE_URL names does not exist. Make it with: create database. PostgreSQL says:',
  '42P05':
    'A pooler in front of PostgreSQL mixes up prepared statements. Let it pool transactions, as PgBouncer 1.18 or later does:',
  '42501':
    'The role in DATABASE_URL lacks a right. Let it own a database of its own, or: grant create on database … to …; grant create on schema public to …. For a role that may make no schema, its owner does: create schema auth authorization …; create schema jobs authorization …. PostgreSQL says:',
  '42P06':
    'This database has a schema of somebody else where ours would be. Give App Connections a database of its own. PostgreSQL says:',
  '53300': 'PostgreSQL has no connection left. Raise max_connections, or lower DATABASE_POOL:',
}

const unknownName = new Set(['ENOTFOUND', 'EAI_AGAIN', 'EAI_NODATA', 'EAI_FAIL'])
const untrusted =
  /^(?:CERT_|ERR_TLS_|ERR_SSL_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_(?:GET|VERIFY|DECRYPT)_|INVALID_CA|EPROTO)/
const noTls = /SSL connection/

/**
 * The reason why the database cannot be used, in a sentence that says what to change; undefined for any other error.
 */
export function explainDatabase(error: unknown): string | undefined {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  if (!(cause instanceof Error)) return undefined
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : ''
  const sentence = byState[code]
  if (sentence !== undefined) return sentence.endsWith(':') ? `${sentence} ${cause.message}` : sentence
  if (!isUnavailable(error)) return undefined
  if (unknownName.has(code)) return `The host in DATABASE_URL is not known to the name servers: ${cause.message}`
  if (untrusted.test(code) || noTls.test(cause.message)) {
    return `No TLS with the database of DATABASE_URL: ${cause.message}. Check sslmode, and name its authority with sslrootcert.`
  }
  return 'The database of DATABASE_URL is out of reach. Check that it runs and that the address, user and password are right.'
}
