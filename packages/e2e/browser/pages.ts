import type { Page } from 'playwright-core'
import type { Person, Site } from './site.ts'

/** A page of the web app, as one person finds it. */
export interface BrowserPage {
  /** In messages, and in the names of its pictures. */
  readonly name: string
  /** Who looks at it; nobody where one need not be signed in. */
  readonly as: Person | 'nobody'
  readonly path: (site: Site) => string
  /** Its first heading, by which one knows that it is there. */
  readonly heading: string
  /** What a visitor opens on it first. */
  readonly open?: (page: Page) => Promise<void>
  /** The status it is answered with; 200 unless given. */
  readonly status?: number
}

const within = (path: string) => (site: Site) => `/o/${site.slug}${path}`
const connection = (kind: keyof Site['connections']) => (site: Site) =>
  `/o/${site.slug}/connections/${site.connections[kind]}`
const below =
  (page: '/access' | '/use' | '/rotation', kind: keyof Site['connections'] = 'healthy') =>
  (site: Site) =>
    `${connection(kind)(site)}${page}`
const inProject = (path: string) => (site: Site) => `/o/${site.slug}/projects/${site.projectId}${path}`
const inSet =
  (search = '') =>
  (site: Site) =>
    `${inProject('/sets')(site)}/${site.configSetId}${search}`
const sync = (withPlan?: boolean) => (site: Site) =>
  `${inProject('/syncs')(site)}/${site.syncId}${withPlan ? `?plan=${site.planId}` : ''}`
const ownerShown = async (page: Page) => {
  await page.getByRole('list', { name: 'Change' }).getByRole('button').first().click()
  await page.getByText('Owner:').waitFor()
}
const behindHash = (link: 'invitation' | 'passwordReset') => (site: Site) => {
  const { pathname, hash } = new URL(site.links[link])
  return `${pathname}${hash}`
}
const press = (name: string) => async (page: Page) => {
  await page.getByRole('button', { name, exact: true }).first().click()
  await page.getByRole('dialog').or(page.getByRole('alertdialog')).or(page.getByRole('menu')).first().waitFor()
}
const newByConsent = async (page: Page) => {
  await press('New connection')(page)
  await page.getByRole('dialog').getByLabel('App').selectOption({ label: 'Heroku' })
  await page.getByRole('dialog').getByLabel('Method').selectOption({ label: 'OAuth' })
  await page.getByText('you come back').waitFor()
}
const difference = async (page: Page) => {
  await press('Edit the grant of release-pipeline')(page)
  const keys = page.getByRole('dialog').getByLabel('Keys')
  await keys.fill('LOG_LEVEL, FEATURE_*, DATABASE_URL')
  await page.getByRole('button', { name: 'Show the difference' }).click()
  await page.getByRole('region', { name: 'The difference' }).waitFor()
}
const palette = async (page: Page) => {
  await page.keyboard.press('Control+k')
  await page.getByRole('option').first().waitFor()
}
const appsShown = async (page: Page) => {
  await page.getByRole('button', { name: 'Show apps' }).click()
  await page.getByRole('searchbox', { name: 'Search the apps' }).waitFor()
}

/** Every page, and what opens on them: each is looked at in both widths and both themes. A new page is one more line. */
export const pages: readonly BrowserPage[] = [
  { name: 'sign-in', as: 'nobody', path: () => '/sign-in', heading: 'Sign in' },
  { name: 'invitation', as: 'nobody', path: behindHash('invitation'), heading: 'Join your team' },
  { name: 'invitation-incomplete', as: 'nobody', path: () => '/invite', heading: 'Join your team' },
  { name: 'reset-password', as: 'nobody', path: behindHash('passwordReset'), heading: 'Set a new password' },
  { name: 'device', as: 'admin', path: () => '/device?user_code=BCDF-GHJK', heading: 'Log a program in' },
  { name: 'denied-somewhere', as: 'nobody', path: () => '/oauth/denied', heading: 'Nothing was connected' },
  { name: 'session-lost-at-consent', as: 'nobody', path: () => '/oauth/signed-out', heading: 'Your session has ended' },
  { name: 'not-found', as: 'admin', path: () => '/nowhere', heading: 'Page not found', status: 404 },
  { name: 'overview', as: 'admin', path: within(''), heading: 'Overview' },
  { name: 'connections', as: 'admin', path: within('/connections'), heading: 'Connections' },
  { name: 'connections-none-found', as: 'admin', path: within('/connections?search=zebra'), heading: 'Connections' },
  {
    name: 'connections-expiring',
    as: 'admin',
    path: within('/connections?expiring=true'),
    heading: 'Connections',
  },
  {
    name: 'new-connection',
    as: 'admin',
    path: within('/connections'),
    heading: 'Connections',
    open: press('New connection'),
  },
  { name: 'new-consent', as: 'admin', path: within('/connections'), heading: 'Connections', open: newByConsent },
  { name: 'palette', as: 'admin', path: within('/connections'), heading: 'Connections', open: palette },
  {
    name: 'account-menu',
    as: 'admin',
    path: within('/connections'),
    heading: 'Connections',
    open: press('Account of Ada'),
  },
  { name: 'connection', as: 'admin', path: connection('healthy'), heading: 'storefront-production' },
  {
    name: 'connection-apps',
    as: 'admin',
    path: connection('healthy'),
    heading: 'storefront-production',
    open: appsShown,
  },
  { name: 'connection-broken', as: 'admin', path: connection('broken'), heading: 'legacy-billing' },
  { name: 'connection-degraded', as: 'admin', path: connection('degraded'), heading: 'nightly-backups' },
  { name: 'connection-consented', as: 'admin', path: connection('consented'), heading: 'team-consent' },
  { name: 'access', as: 'admin', path: below('/access'), heading: 'storefront-production' },
  { name: 'access-empty', as: 'admin', path: below('/access', 'broken'), heading: 'legacy-billing' },
  {
    name: 'new-grant',
    as: 'admin',
    path: below('/access'),
    heading: 'storefront-production',
    open: press('New grant'),
  },
  { name: 'edit-grant', as: 'admin', path: below('/access'), heading: 'storefront-production', open: difference },
  {
    name: 'end-grant',
    as: 'admin',
    path: below('/access'),
    heading: 'storefront-production',
    open: press('End the grant of release-pipeline'),
  },
  {
    name: 'proof',
    as: 'admin',
    path: (site) => `${below('/access')(site)}/${site.grantId}`,
    heading: 'What release-pipeline may do',
  },
  { name: 'use', as: 'admin', path: below('/use'), heading: 'storefront-production' },
  { name: 'rotation', as: 'admin', path: below('/rotation'), heading: 'storefront-production' },
  { name: 'viewer-access', as: 'viewer', path: below('/access'), heading: 'storefront-production' },
  { name: 'edit', as: 'admin', path: connection('healthy'), heading: 'storefront-production', open: press('Edit') },
  { name: 'delete', as: 'admin', path: connection('healthy'), heading: 'storefront-production', open: press('Delete') },
  { name: 'reconnect', as: 'admin', path: connection('broken'), heading: 'legacy-billing', open: press('Reconnect') },
  { name: 'deleted', as: 'admin', path: within('/connections/deleted'), heading: 'Recently deleted' },
  { name: 'consent-created', as: 'admin', path: within('/oauth/created'), heading: 'Connected' },
  { name: 'consent-denied', as: 'admin', path: within('/oauth/denied'), heading: 'Nothing was connected' },
  { name: 'projects', as: 'admin', path: within('/projects'), heading: 'Projects' },
  { name: 'join-project', as: 'admin', path: within('/projects'), heading: 'Projects', open: press('Join Archive') },
  { name: 'project', as: 'admin', path: inProject(''), heading: 'Storefront' },
  { name: 'config-sets', as: 'admin', path: inProject('/sets'), heading: 'Storefront' },
  {
    name: 'new-config-set',
    as: 'admin',
    path: inProject('/sets'),
    heading: 'Storefront',
    open: press('New config set'),
  },
  { name: 'config-set', as: 'admin', path: inSet(), heading: 'production' },
  { name: 'config-set-none-found', as: 'admin', path: inSet('?search=zebra'), heading: 'production' },
  { name: 'key', as: 'admin', path: inSet(), heading: 'production', open: press('LOG_LEVEL') },
  { name: 'new-key', as: 'admin', path: inSet(), heading: 'production', open: press('Add a key') },
  { name: 'import-keys', as: 'admin', path: inSet(), heading: 'production', open: press('Import') },
  { name: 'export-keys', as: 'admin', path: inSet(), heading: 'production', open: press('Export') },
  { name: 'syncs', as: 'admin', path: inProject('/syncs'), heading: 'Storefront' },
  { name: 'new-sync', as: 'admin', path: inProject('/syncs'), heading: 'Storefront', open: press('New sync') },
  { name: 'sync', as: 'admin', path: sync(), heading: 'storefront-web' },
  { name: 'plan', as: 'admin', path: sync(true), heading: 'storefront-web', open: ownerShown },
  { name: 'delete-sync', as: 'admin', path: sync(), heading: 'storefront-web', open: press('Delete') },
  { name: 'members', as: 'admin', path: within('/members'), heading: 'Members' },
  { name: 'invite', as: 'admin', path: within('/members'), heading: 'Members', open: press('Invite') },
  { name: 'identities', as: 'admin', path: within('/identities'), heading: 'Machine identities' },
  {
    name: 'identity',
    as: 'admin',
    path: (site) => `/o/${site.slug}/identities/${site.identityId}`,
    heading: 'release-pipeline',
  },
  { name: 'audit', as: 'admin', path: within('/audit'), heading: 'Audit' },
  { name: 'audit-by-grant', as: 'admin', path: within('/audit?view=grants'), heading: 'Audit' },
  { name: 'audit-by-app', as: 'admin', path: within('/audit?view=apps'), heading: 'Audit' },
  { name: 'audit-export', as: 'admin', path: within('/audit'), heading: 'Audit', open: press('Export') },
  { name: 'webhooks', as: 'admin', path: within('/webhooks'), heading: 'Webhooks' },
  { name: 'webhook', as: 'admin', path: (site) => `/o/${site.slug}/webhooks/${site.webhookId}`, heading: '127.0.0.1' },
  { name: 'settings', as: 'admin', path: within('/settings'), heading: 'Settings' },
  { name: 'account', as: 'admin', path: within('/account'), heading: 'Account' },
  { name: 'viewer-overview', as: 'viewer', path: within(''), heading: 'Overview' },
  { name: 'viewer-connections', as: 'viewer', path: within('/connections'), heading: 'Connections' },
  { name: 'viewer-connection', as: 'viewer', path: connection('healthy'), heading: 'storefront-production' },
  { name: 'viewer-projects', as: 'viewer', path: within('/projects'), heading: 'Projects' },
  { name: 'viewer-config-set', as: 'viewer', path: inSet(), heading: 'production' },
  { name: 'viewer-key', as: 'viewer', path: inSet(), heading: 'production', open: press('LOG_LEVEL') },
  { name: 'viewer-plan', as: 'viewer', path: sync(true), heading: 'storefront-web', open: ownerShown },
  { name: 'viewer-members', as: 'viewer', path: within('/members'), heading: 'Members' },
]
