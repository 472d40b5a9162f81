import type { Config } from './config.ts'

/** What an operator should know about a valid environment, each in a sentence. */
export function startWarnings(
  config: Pick<
    Config,
    'openSite' | 'DATABASE_URL' | 'ENCRYPTION_KEY' | 'ALLOW_KEY_BESIDE_DATA' | 'AUTH_SECRET_CHANGED'
  >,
): string[] {
  const keyBesideData =
    config.DATABASE_URL === undefined && config.ENCRYPTION_KEY === undefined && config.ALLOW_KEY_BESIDE_DATA === 'off'
  return [
    ...(config.openSite
      ? [
          'People sign in over http on a network: whoever is on the way can act as them. Put TLS in front and set SITE_URL to its https address.',
        ]
      : []),
    ...(keyBesideData
      ? [
          'The key lies in DATA_DIR beside the data: a copy of that folder opens every credential. Keep the key elsewhere and set ENCRYPTION_KEY, or accept it with ALLOW_KEY_BESIDE_DATA=on.',
        ]
      : []),
    ...(config.AUTH_SECRET_CHANGED === 'on'
      ? ['AUTH_SECRET_CHANGED=on takes any AUTH_SECRET. Once every process has the new one, remove it.']
      : []),
  ]
}
