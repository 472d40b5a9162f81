import type { Queryable } from '@app-connections/db'
import { selectSessionEnd } from '@app-connections/db/system'
import { betterAuth } from 'better-auth'

/** How long a person stays signed in, in seconds. */
const sessionSeconds = 7 * 86_400

const cookies = ['session_token', 'session_data', 'dont_remember']

export type SignIn = ReturnType<typeof createSignIn>

/**
 * better-auth, only for people, passwords and sessions. Its tables are in the schema `auth`. It has no limits, which
 * the border has, and never extends a session, so that only signing in and out writes.
 */
export function createSignIn(db: Queryable, options: { siteUrl: string; secret: string }) {
  const secure = options.siteUrl.startsWith('https:')
  const nameOf = (cookie: string) => `${secure ? '__Host-' : ''}app-connections.${cookie}`
  const auth = betterAuth({
    database: { db: db.withSchema('auth'), type: 'postgres' },
    baseURL: options.siteUrl,
    basePath: '/api/auth',
    secret: options.secret,
    trustedOrigins: [],
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: 12, maxPasswordLength: 128 },
    session: { expiresIn: sessionSeconds, disableSessionRefresh: true, cookieCache: { enabled: false } },
    databaseHooks: {
      session: {
        create: {
          before: async (session) => ({
            data: { ...session, expiresAt: await selectSessionEnd(db, sessionSeconds) },
          }),
        },
      },
    },
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    logger: { disabled: true },
    advanced: {
      // A known address costs one statement as an unknown one does: its cost does not show which have accounts.
      database: { generateId: 'uuid', joins: true },
      useSecureCookies: false,
      cookies: Object.fromEntries(
        cookies.map((cookie) => [
          cookie,
          {
            name: nameOf(cookie),
            attributes: { httpOnly: true, sameSite: 'lax' as const, path: '/', secure },
          },
        ]),
      ),
    },
  })
  return {
    handler: auth.handler,
    verifyPassword: async (hash: string, password: string) => (await auth.$context).password.verify({ hash, password }),
    cookieName: nameOf('session_token'),
    /** All cookies that it reads. */
    cookieNames: cookies.map(nameOf),
    hashPassword: async (password: string) => (await auth.$context).password.hash(password),
  }
}
