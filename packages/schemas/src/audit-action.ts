/**
 * What an action means:
 * - `change`: something is different afterwards,
 * - `use`: a credential is used at its platform for a caller,
 * - `check`: a credential is tried at its platform,
 * - `renewal`: the service renews a credential,
 * - `access`: somebody signs in or out, a token is used, or the trail is taken along,
 * - `read`: something is looked at; an event is left only where that is refused.
 */
export type AuditKind = 'change' | 'use' | 'check' | 'renewal' | 'access' | 'read'

const change = (words: string) => ({ words, kind: 'change' }) as const
const access = (words: string) => ({ words, kind: 'access' }) as const
const read = (words: string) => ({ words, kind: 'read' }) as const

/**
 * Every action of the audit trail, with the words that people see, in the order in which the filter of the audit page
 * offers them. A procedure is named as tRPC names it, so that a refused call has words too.
 */
export const auditActions = {
  'appConnections.create': change('Created a connection'),
  'appConnections.update': change('Changed a connection'),
  'appConnections.reconnect': change('Reconnected a connection'),
  'appConnections.refresh': { words: 'Renewed the access of a connection', kind: 'renewal' },
  'appConnections.check': { words: 'Checked a connection', kind: 'check' },
  'appConnections.apps': { words: 'Listed what a connection reaches', kind: 'use' },
  'appConnections.use': { words: 'Used a connection through a grant', kind: 'use' },
  'appConnections.remove': change('Deleted a connection'),
  'appConnections.restore': change('Restored a connection'),
  'appConnections.revokeUpstream': change('Withdrew a credential at its platform'),
  'appConnections.setRotation': change('Set the rotation of a connection'),
  'appConnections.stopRotation': change('Stopped the rotation of a connection'),
  'appConnections.rotateCredentials': change('Rotated the credential of a connection'),
  'appConnections.rollBackRotation': change('Went back to the credential before'),
  'appConnections.endCredential': change('Ended a rotated credential at its platform'),
  'appConnections.settleCredential': change('Settled what was left at a platform'),
  'appConnections.erase': change('Destroyed a deleted credential'),
  'grants.create': change('Granted the use of a connection'),
  'grants.update': change('Changed a grant'),
  'grants.end': change('Ended a grant'),
  'leases.create': change('Opened a lease'),
  'leases.renew': change('Renewed a lease'),
  'leases.end': change('Ended a lease'),
  'secrets.create': change('Stored a secret'),
  'secrets.update': change('Changed a secret'),
  'secrets.remove': change('Deleted a secret'),
  'secrets.createMany': change('Stored secrets'),
  'secrets.updateMany': change('Changed secrets'),
  'secrets.removeMany': change('Deleted secrets'),
  'secrets.import': change('Imported secrets'),
  'secrets.reveal': access('Was shown values of secrets'),
  'secretSyncs.create': change('Created a sync'),
  'secretSyncs.update': change('Changed a sync'),
  'secretSyncs.remove': change('Deleted a sync'),
  'secretSyncs.syncSecrets': change('Asked a sync to run'),
  'secretSyncs.importSecrets': change('Took values of an app into a set'),
  'secretSyncs.removeSecrets': change('Had the keys of a sync deleted'),
  'secretSyncs.plan': { words: 'Planned a sync', kind: 'use' },
  'secretSyncs.undo': { words: 'Planned to undo a sync', kind: 'use' },
  'secretSyncs.takeIn': { words: 'Planned to take in what others have changed', kind: 'use' },
  'secretSyncs.putBack': { words: 'Planned to put back what others have changed', kind: 'use' },
  'secretSyncs.look': { words: 'Looked whether others have changed the keys of a sync', kind: 'use' },
  'secretSyncs.drifted': { words: 'Found that others have changed the keys of a sync', kind: 'check' },
  'secretSyncs.approvePlan': change('Approved a plan of a sync'),
  'secretSyncs.applyPlan': change('Carried out a plan of a sync'),
  'oauth.start': change('Started a consent'),
  'oauth.finish': change('Came back from a consent'),
  'oauth.selfTest': { words: 'Tested the OAuth client', kind: 'check' },
  'session.signIn': access('Signed in'),
  'session.signOut': access('Signed out'),
  'session.wrongPasswords': access('Met many wrong passwords for an account'),
  'session.provePassword': access('Gave their password again'),
  'session.revoke': change('Ended a session'),
  'session.revokeOthers': change('Ended all other sessions'),
  'session.changePassword': change('Changed their password'),
  'people.createPasswordReset': change('Made a link for a new password'),
  'people.resetPassword': change('Set a new password by link'),
  'invitations.create': change('Invited a person'),
  'invitations.accept': change('Accepted an invitation'),
  'invitations.remove': change('Took back an invitation'),
  'members.set': change('Gave a role'),
  'members.remove': change('Removed a member'),
  'projects.create': change('Created a project'),
  'projects.update': change('Renamed a project'),
  'projects.remove': change('Deleted a project'),
  'identities.create': change('Created a machine identity'),
  'identities.update': change('Changed a machine identity'),
  'identities.remove': change('Deleted a machine identity'),
  'clientSecrets.create': change('Made a client secret'),
  'clientSecrets.remove': change('Deleted a client secret'),
  'accessTokens.login': access('Logged in as a machine'),
  'accessTokens.use': access('Used an access token'),
  'accessTokens.renew': access('Renewed an access token'),
  'accessTokens.revoke': change('Revoked an access token'),
  'accessTokens.createStatic': change('Made an access token'),
  'accessTokens.remove': change('Ended an access token'),
  'deviceLogins.start': access('Asked to act for a person'),
  'deviceLogins.confirm': change('Let a program act for them'),
  'deviceLogins.deny': change('Refused a program that asked to act for them'),
  'deviceLogins.take': access('Logged a program in'),
  'personalTokens.use': access('Used a personal token'),
  'personalTokens.revoke': change('Ended a personal token'),
  'webhooks.create': change('Created a webhook'),
  'webhooks.update': change('Changed a webhook'),
  'webhooks.remove': change('Deleted a webhook'),
  'webhooks.rotateSecret': change('Gave a webhook a new secret'),
  'webhooks.sendTest': change('Sent a test to a webhook'),
  'webhooks.redeliver': change('Sent a delivery again'),
  'auditEvents.export': access('Exported the audit trail'),
  'organizations.create': change('Created the organization'),
  'organizations.update': change('Renamed the organization'),
  'setup.complete': change('Set up the service'),
  'appConnections.get': read('Read a connection'),
  'appConnections.getByName': read('Read a connection by its name'),
  'appConnections.activity': read('Read the history of a connection'),
  'appConnections.list': read('Listed connections'),
  'appConnections.available': read('Listed the connections that can be used'),
  'appConnections.deleted': read('Listed deleted connections'),
  'appConnections.nameAvailable': read('Asked whether a name is free'),
  'appConnections.overview': read('Read the overview of connections'),
  'appConnections.uses': read('Listed what was used through grants'),
  'appConnections.rotation': read('Read the rotation of a connection'),
  'appConnections.options': read('Listed the platforms'),
  'appConnections.usage': read('Listed what depends on a connection'),
  'grants.list': read('Listed grants'),
  'grants.get': read('Read a grant'),
  'proofs.ofGrant': read('Read the proof of a grant'),
  'proofs.difference': read('Asked what a change of a grant would open'),
  'proofs.rights': read('Asked what they may do on a connection'),
  'proofs.usable': read('Listed the connections they have grants of'),
  'proofs.grantable': read('Listed what can be granted'),
  'accessTokens.list': read('Listed access tokens'),
  'auditEvents.list': read('Read the audit trail'),
  'clientSecrets.list': read('Listed client secrets'),
  'deviceLogins.find': read('Looked at a program that asks to act for them'),
  'identities.list': read('Listed machine identities'),
  'invitations.list': read('Listed invitations'),
  'leases.get': read('Read a lease'),
  'leases.list': read('Listed leases'),
  'members.list': read('Listed members'),
  'members.candidates': read('Listed whom a project can be given'),
  'oauth.setup': read('Read how the OAuth client is set up'),
  'organizations.settings': read('Read the settings'),
  'personalTokens.list': read('Listed their personal tokens'),
  'projects.list': read('Listed projects'),
  'projects.listOthers': read('Listed the projects of others'),
  'secrets.list': read('Listed secrets'),
  'secrets.keys': read('Listed the keys of a config set'),
  'secrets.get': read('Read a secret'),
  'secrets.export': read('Exported secrets'),
  'secrets.history': read('Read the history of a secret'),
  'secrets.sets': read('Listed config sets'),
  'secretSyncs.list': read('Listed syncs'),
  'secretSyncs.get': read('Read a sync'),
  'secretSyncs.getByName': read('Read a sync by its name'),
  'secretSyncs.options': read('Listed what can be synced to'),
  'secretSyncs.checkDestination': read('Asked whether a resource has a sync'),
  'secretSyncs.getPlan': read('Read a plan of a sync'),
  'secretSyncs.drift': read('Read what others have changed of a sync'),
  'secretSyncs.history': read('Read the plans of a sync'),
  'session.whoAmI': read('Asked who is signed in'),
  'session.list': read('Listed their sessions'),
  'setup.status': read('Asked whether the service is set up'),
  'webhooks.list': read('Listed webhooks'),
  'webhooks.deliveries': read('Read the deliveries of a webhook'),
} as const satisfies Readonly<Record<string, { words: string; kind: AuditKind }>>

export type AuditAction = keyof typeof auditActions

const facts = new Map<string, { words: string; kind: AuditKind }>(Object.entries(auditActions))

/** Whether a word is an action of the catalogue, such as the name of a procedure. */
export function isAuditAction(word: string): word is AuditAction {
  return facts.has(word)
}

/** An action in words for people. An action of another release stays as that release names it. */
export function actionInWords(action: string): string {
  return facts.get(action)?.words ?? action
}

/** What an action means; undefined for one of another release. */
export function kindOfAction(action: string): AuditKind | undefined {
  return facts.get(action)?.kind
}

/** The actions of a kind on connections, in the order of the catalogue. */
export function connectionActions(kind: AuditKind): AuditAction[] {
  return Object.keys(auditActions).filter(
    (action): action is AuditAction => action.startsWith('appConnections.') && kindOfAction(action) === kind,
  )
}
