/** The variables that a package manager and a build may see, by name. Any other may be a secret. */
const named = new Set([
  ...['PATH', 'HOME', 'USER', 'LOGNAME', 'SHELL', 'TMPDIR', 'TZ', 'LANG', 'TERM', 'CI', 'NO_COLOR', 'FORCE_COLOR'],
  ...['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'NO_PROXY', 'http_proxy', 'https_proxy', 'all_proxy', 'no_proxy'],
  ...['NODE_EXTRA_CA_CERTS', 'NODE_OPTIONS', 'SSL_CERT_FILE', 'SSL_CERT_DIR', 'PNPM_HOME'],
  ...['XDG_CACHE_HOME', 'XDG_CONFIG_HOME', 'XDG_DATA_HOME', 'XDG_STATE_HOME'],
])

/** Settings of npm, which pnpm reads too, and of the locale. */
const families = /^(?:npm_config_|NPM_CONFIG_|pnpm_config_|LC_)/

/**
 * The part of an environment that a package manager and a build are given.
 * @param {Record<string, string | undefined>} variables
 */
export function buildEnvironment(variables) {
  return Object.fromEntries(Object.entries(variables).filter(([name]) => named.has(name) || families.test(name)))
}
