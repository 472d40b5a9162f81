/** What was done, in words, by the action of its event; in the order in which the filter offers them. */
const words: Readonly<Record<string, string>> = {
  'appConnections.create': 'Created a connection',
  'appConnections.get': 'Read a connection',
  'appConnections.getByName': 'Read a connection by its name',
  'appConnections.activity': 'Read the history of a connection',
  'appConnections.list': 'Listed connections',
  'appConnections.update': 'Changed a connection',
  'appConnections.reconnect': 'Reconnected a connection',
  'appConnections.refresh': 'Renewed the access of a connection',
  'appConnections.check': 'Checked a connection',
  'appConnections.apps': 'Listed the apps of a connection',
  'appConnections.remove': 'Deleted a connection',
  'appConnections.restore': 'Restored a connection',
  'appConnections.revokeUpstream': 'Withdrew a credential at its platform',
  'appConnections.erase': 'Destroyed a deleted credential',
  'oauth.start': 'Started a consent',
  'oauth.finish': 'Came back from a consent',
  'session.signIn': 'Signed in',
  'session.signOut': 'Signed out',
  'session.revoke': 'Ended a session',
  'session.revokeOthers': 'Ended all other sessions',
  'session.changePassword': 'Changed their password',
  'people.createPasswordReset': 'Made a link for a new password',
  'people.resetPassword': 'Set a new password by link',
  'invitations.create': 'Invited a person',
  'invitations.accept': 'Accepted an invitation',
  'invitations.remove': 'Took back an invitation',
  'members.set': 'Gave a role',
  'members.remove': 'Removed a member',
  'projects.create': 'Created a project',
  'projects.update': 'Renamed a project',
  'projects.remove': 'Deleted a project',
  'identities.create': 'Created a machine identity',
  'identities.update': 'Changed a machine identity',
  'identities.remove': 'Deleted a machine identity',
  'clientSecrets.create': 'Made a client secret',
  'clientSecrets.remove': 'Deleted a client secret',
  'accessTokens.login': 'Logged in as a machine',
  'accessTokens.use': 'Used an access token',
  'accessTokens.renew': 'Renewed an access token',
  'accessTokens.revoke': 'Revoked an access token',
  'accessTokens.createStatic': 'Made an access token',
  'accessTokens.remove': 'Ended an access token',
  'webhooks.create': 'Created a webhook',
  'webhooks.update': 'Changed a webhook',
  'webhooks.remove': 'Deleted a webhook',
  'webhooks.rotateSecret': 'Gave a webhook a new secret',
  'webhooks.sendTest': 'Sent a test to a webhook',
  'webhooks.redeliver': 'Sent a delivery again',
  'organizations.create': 'Created the organization',
  'organizations.update': 'Renamed the organization',
  'setup.complete': 'Set up the service',
}

/** Every action that has words, with them. */
export const actionOptions = Object.entries(words)

/** What was done. An action without words stays as the service names it. */
export function actionInWords(action: string): string {
  return words[action] ?? action
}

/** How it ended: what the filter offers. */
export const outcomeOptions = [
  ['success', 'Done'],
  ['denied', 'Denied'],
  ['refused', 'Refused'],
  ['failed', 'Failed'],
  ['attempted', 'Attempted'],
] as const

export function outcomeInWords(outcome: string): string {
  return outcomeOptions.find(([value]) => value === outcome)?.[1] ?? outcome
}
