/**
 * Who may do what: the status of every call, by the caller's roles. Written by hand from the roles of the design (rules
 * of the border), not from the code that enforces them.
 *
 * Columns: the role in the organization (A admin, M member, N no-access) with the role in its project "own" (- none, v
 * viewer, m member, a admin); the caller is never in the project "other". X is an admin of another organization. Scope:
 * where the subject of the call is. 404 means that the caller may not know whether it exists.
 */
export const expected = `
                            scope   A-  Av  Am  Aa    M-  Mv  Mm  Ma    N-  Nv  Nm  Na    X

connections, over REST and tRPC
  list                      all     200 200 200 200   200 200 200 200   403 200 200 200   200
  list                      own     404 200 200 200   404 200 200 200   404 200 200 200   404
  list                      other   404 404 404 404   404 404 404 404   404 404 404 404   404
  list of all apps          all     200 200 200 200   200 200 200 200   403 200 200 200   200
  list of all apps          own     404 200 200 200   404 200 200 200   404 200 200 200   404
  list of all apps          other   404 404 404 404   404 404 404 404   404 404 404 404   404
  available                 org     200 200 200 200   200 200 200 200   403 403 403 403   200
  available                 own     404 200 200 200   404 200 200 200   404 403 200 200   404
  available                 other   404 404 404 404   404 404 404 404   404 404 404 404   404
  read                      org     200 200 200 200   200 200 200 200   404 404 404 404   404
  read                      own     404 200 200 200   404 200 200 200   404 200 200 200   404
  read                      other   404 404 404 404   404 404 404 404   404 404 404 404   404
  read by name              org     200 200 200 200   200 200 200 200   404 404 404 404   404
  read by name              own     404 200 200 200   404 200 200 200   404 200 200 200   404
  read by name              other   404 404 404 404   404 404 404 404   404 404 404 404   404
  create                    org     200 200 200 200   403 403 403 403   403 403 403 403   200
  create                    own     404 403 403 200   404 403 403 200   404 403 403 200   404
  create                    other   404 404 404 404   404 404 404 404   404 404 404 404   404
  edit                      org     200 200 200 200   403 403 403 403   404 404 404 404   404
  edit                      own     404 403 403 200   404 403 403 200   404 403 403 200   404
  edit                      other   404 404 404 404   404 404 404 404   404 404 404 404   404
  delete                    org     200 200 200 200   403 403 403 403   404 404 404 404   404
  delete                    own     404 403 403 200   404 403 403 200   404 403 403 200   404
  delete                    other   404 404 404 404   404 404 404 404   404 404 404 404   404
  connect: list apps        org     200 200 200 200   200 200 200 200   404 404 404 404   404
  connect: list apps        own     404 403 200 200   404 403 200 200   404 403 200 200   404
  connect: list apps        other   404 404 404 404   404 404 404 404   404 404 404 404   404
  read what depends on it   org     200 200 200 200   200 200 200 200   404 404 404 404   404
  read what depends on it   own     404 200 200 200   404 200 200 200   404 200 200 200   404
  read what depends on it   other   404 404 404 404   404 404 404 404   404 404 404 404   404
  options                   -       200 200 200 200   200 200 200 200   200 200 200 200   200

grants, over REST and tRPC; the grant that is read, changed or ended is somebody else's
  make a grant              org     200 200 200 200   403 403 403 403   404 404 404 404   404
  make a grant              own     404 403 403 200   404 403 403 200   404 403 403 200   404
  make a grant              other   404 404 404 404   404 404 404 404   404 404 404 404   404
  list grants               org     200 200 200 200   200 200 200 200   404 404 404 404   404
  list grants               own     404 200 200 200   404 200 200 200   404 200 200 200   404
  list grants               other   404 404 404 404   404 404 404 404   404 404 404 404   404
  read a grant              org     200 200 200 200   404 404 404 404   404 404 404 404   404
  read a grant              own     404 404 404 200   404 404 404 200   404 404 404 200   404
  change a grant            org     200 200 200 200   404 404 404 404   404 404 404 404   404
  change a grant            own     404 404 404 200   404 404 404 200   404 404 404 200   404
  end a grant               org     200 200 200 200   404 404 404 404   404 404 404 404   404
  end a grant               own     404 404 404 200   404 404 404 200   404 404 404 200   404
  prove a grant             org     200 200 200 200   404 404 404 404   404 404 404 404   404
  prove a grant             own     404 404 404 200   404 404 404 200   404 404 404 200   404
  compare a grant           org     200 200 200 200   404 404 404 404   404 404 404 404   404
  compare a grant           own     404 404 404 200   404 404 404 200   404 404 404 200   404
  read proxy rights         org     200 200 200 200   200 200 200 200   404 404 404 404   404
  read proxy rights         own     404 200 200 200   404 200 200 200   404 200 200 200   404
  read proxy rights         other   404 404 404 404   404 404 404 404   404 404 404 404   404
  list what may be used     -       200 200 200 200   200 200 200 200   200 200 200 200   200
  list what can be granted  -       200 200 200 200   200 200 200 200   200 200 200 200   200

secrets of config sets, over REST and tRPC; the last three over tRPC alone
  list secrets              own     404 200 200 200   404 200 200 200   404 200 200 200   404
  list secrets              other   404 404 404 404   404 404 404 404   404 404 404 404   404
  read a secret             own     404 200 200 200   404 200 200 200   404 200 200 200   404
  read a secret             other   404 404 404 404   404 404 404 404   404 404 404 404   404
  store a secret            own     404 403 200 200   404 403 200 200   404 403 200 200   404
  store a secret            other   404 404 404 404   404 404 404 404   404 404 404 404   404
  change a secret           own     404 403 200 200   404 403 200 200   404 403 200 200   404
  delete a secret           own     404 403 200 200   404 403 200 200   404 403 200 200   404
  store secrets             own     404 403 200 200   404 403 200 200   404 403 200 200   404
  change secrets            own     404 403 200 200   404 403 200 200   404 403 200 200   404
  delete secrets            own     404 403 200 200   404 403 200 200   404 403 200 200   404
  delete secrets            other   404 404 404 404   404 404 404 404   404 404 404 404   404
  export secrets            own     404 200 200 200   404 200 200 200   404 200 200 200   404
  export secrets            other   404 404 404 404   404 404 404 404   404 404 404 404   404
  import secrets            own     404 403 200 200   404 403 200 200   404 403 200 200   404
  import secrets            other   404 404 404 404   404 404 404 404   404 404 404 404   404
  list config sets          own     404 200 200 200   404 200 200 200   404 200 200 200   404
  list config sets          other   404 404 404 404   404 404 404 404   404 404 404 404   404
  read a history            own     404 200 200 200   404 200 200 200   404 200 200 200   404
  list the keys of a set    own     404 200 200 200   404 200 200 200   404 200 200 200   404
  list the keys of a set    other   404 404 404 404   404 404 404 404   404 404 404 404   404

audit events, over REST and tRPC
  read events               org     200 200 200 200   403 403 403 403   403 403 403 403   200
  export events             org     200 200 200 200   403 403 403 403   403 403 403 403   200

connections, over tRPC alone
  restore                   org     200 200 200 200   403 403 403 403   404 404 404 404   404
  restore                   own     404 403 403 200   404 403 403 200   404 403 403 200   404
  restore                   other   404 404 404 404   404 404 404 404   404 404 404 404   404
  connect: check            org     200 200 200 200   200 200 200 200   404 404 404 404   404
  connect: check            own     404 403 200 200   404 403 200 200   404 403 200 200   404
  connect: check            other   404 404 404 404   404 404 404 404   404 404 404 404   404
  list deleted              all     200 200 200 200   200 200 200 200   200 200 200 200   200
  look over connections     all     200 200 200 200   200 200 200 200   403 200 200 200   200
  look over uses            all     200 200 200 200   403 403 403 403   403 403 403 403   200
  read the activity         org     200 200 200 200   200 200 200 200   404 404 404 404   404
  read the activity         own     404 200 200 200   404 200 200 200   404 200 200 200   404
  read the activity         other   404 404 404 404   404 404 404 404   404 404 404 404   404
  ask for a name            org     200 200 200 200   403 403 403 403   403 403 403 403   200
  ask for a name            own     404 403 403 200   404 403 403 200   404 403 403 200   404
  ask for a name            other   404 404 404 404   404 404 404 404   404 404 404 404   404

syncs of config sets, over REST and tRPC; one plan is read over tRPC alone
  list syncs                own     404 200 200 200   404 200 200 200   404 200 200 200   404
  list syncs                other   404 404 404 404   404 404 404 404   404 404 404 404   404
  read a sync               own     404 200 200 200   404 200 200 200   404 200 200 200   404
  read a sync by name       own     404 200 200 200   404 200 200 200   404 200 200 200   404
  read a sync by name       other   404 404 404 404   404 404 404 404   404 404 404 404   404
  create a sync             own     404 403 403 200   404 403 403 200   404 403 403 200   404
  create a sync             other   404 404 404 404   404 404 404 404   404 404 404 404   404
  change a sync             own     404 403 403 200   404 403 403 200   404 403 403 200   404
  delete a sync             own     404 403 403 200   404 403 403 200   404 403 403 200   404
  ask for a destination     own     404 200 200 200   404 200 200 200   404 200 200 200   404
  ask for a destination     other   404 404 404 404   404 404 404 404   404 404 404 404   404
  have keys set             own     404 403 200 200   404 403 200 200   404 403 200 200   404
  have values taken in      own     404 403 200 200   404 403 200 200   404 403 200 200   404
  have keys removed         own     404 403 403 200   404 403 403 200   404 403 403 200   404
  plan a sync               own     404 403 200 200   404 403 200 200   404 403 200 200   404
  approve a plan            own     404 403 200 200   404 403 200 200   404 403 200 200   404
  carry out a plan          own     404 403 200 200   404 403 200 200   404 403 200 200   404
  read the plans            own     404 200 200 200   404 200 200 200   404 200 200 200   404
  read a plan               own     404 200 200 200   404 200 200 200   404 200 200 200   404
  undo a plan               own     404 403 200 200   404 403 200 200   404 403 200 200   404
  read what was changed     own     404 200 200 200   404 200 200 200   404 200 200 200   404
  look what was changed     own     404 403 200 200   404 403 200 200   404 403 200 200   404
  plan to take that in      own     404 403 200 200   404 403 200 200   404 403 200 200   404
  plan to put that back     own     404 403 200 200   404 403 200 200   404 403 200 200   404
  list what can be synced   -       200 200 200 200   200 200 200 200   200 200 200 200   200

OAuth, over tRPC alone; a consent is started by people, and a machine that asks for one is refused
  see how OAuth is set up   org     200 200 200 200   200 200 200 200   200 200 200 200   200
  test the OAuth client     org     200 200 200 200   403 403 403 403   403 403 403 403   200
  start a consent           org     200 200 200 200   403 403 403 403   403 403 403 403   200
  start a consent           own     404 403 403 200   404 403 403 200   404 403 403 200   404
  start a consent           other   404 404 404 404   404 404 404 404   404 404 404 404   404
  start a reconnection      org     200 200 200 200   403 403 403 403   404 404 404 404   404
  start a reconnection      own     404 403 403 200   404 403 403 200   404 403 403 200   404
  start a reconnection      other   404 404 404 404   404 404 404 404   404 404 404 404   404
  come back from a consent  -       200 200 200 200   200 200 200 200   200 200 200 200   200

webhooks, over tRPC alone
  make a webhook            org     200 200 200 200   403 403 403 403   403 403 403 403   200
  list webhooks             org     200 200 200 200   403 403 403 403   403 403 403 403   200
  change a webhook          org     200 200 200 200   403 403 403 403   403 403 403 403   404
  delete a webhook          org     200 200 200 200   403 403 403 403   403 403 403 403   404
  rotate a secret           org     200 200 200 200   403 403 403 403   403 403 403 403   404
  test a webhook            org     200 200 200 200   403 403 403 403   403 403 403 403   404
  list deliveries           org     200 200 200 200   403 403 403 403   403 403 403 403   404
  send a delivery again     org     200 200 200 200   403 403 403 403   403 403 403 403   404

management, over tRPC alone
  create a project          org     200 200 200 200   403 403 403 403   403 403 403 403   200
  list own projects         org     200 200 200 200   200 200 200 200   200 200 200 200   200
  list other projects       org     200 200 200 200   403 403 403 403   403 403 403 403   200
  rename a project          own     200 200 200 200   403 403 403 403   403 403 403 403   404
  rename a project          other   200 200 200 200   403 403 403 403   403 403 403 403   404
  delete a project          other   200 200 200 200   403 403 403 403   403 403 403 403   404
  list members              org     200 200 200 200   403 403 403 403   403 403 403 403   200
  list members              own     404 200 200 200   404 200 200 200   404 200 200 200   404
  list members              other   404 404 404 404   404 404 404 404   404 404 404 404   404
  list candidates           own     200 200 200 200   404 403 403 200   404 403 403 200   404
  list candidates           other   200 200 200 200   404 404 404 404   404 404 404 404   404
  give a role               org     200 200 200 200   403 403 403 403   403 403 403 403   404
  give a role               own     404 403 403 200   404 403 403 200   404 403 403 200   404
  give a role               other   404 404 404 404   404 404 404 404   404 404 404 404   404
  give oneself a role       own     200 200 200 200   404 403 403 200   404 403 403 200   404
  remove a member           org     200 200 200 200   403 403 403 403   403 403 403 403   404
  remove a member           own     404 403 403 200   404 403 403 200   404 403 403 200   404
  remove a member           other   404 404 404 404   404 404 404 404   404 404 404 404   404
  invite                    org     200 200 200 200   403 403 403 403   403 403 403 403   200
  list invitations          org     200 200 200 200   403 403 403 403   403 403 403 403   200
  withdraw an invitation    org     200 200 200 200   403 403 403 403   403 403 403 403   404
  reset a password          org     200 200 200 200   403 403 403 403   403 403 403 403   404
  create an identity        org     200 200 200 200   403 403 403 403   403 403 403 403   200
  list identities           org     200 200 200 200   403 403 403 403   403 403 403 403   200
  edit an identity          org     200 200 200 200   403 403 403 403   403 403 403 403   404
  delete an identity        org     200 200 200 200   403 403 403 403   403 403 403 403   404
  create a client secret    org     200 200 200 200   403 403 403 403   403 403 403 403   404
  list client secrets       org     200 200 200 200   403 403 403 403   403 403 403 403   200
  delete a client secret    org     200 200 200 200   403 403 403 403   403 403 403 403   404
  create a static token     org     200 200 200 200   403 403 403 403   403 403 403 403   404
  list access tokens        org     200 200 200 200   403 403 403 403   403 403 403 403   200
  delete an access token    org     200 200 200 200   403 403 403 403   403 403 403 403   404
  rename the organization   org     200 200 200 200   403 403 403 403   403 403 403 403   200
  read the settings         org     200 200 200 200   403 403 403 403   403 403 403 403   200
  say who one is            -       200 200 200 200   200 200 200 200   200 200 200 200   200

sessions and passwords of one's own, people alone
  list one's sessions       -       200 200 200 200   200 200 200 200   200 200 200 200   200
  end a session of one's    -       200 200 200 200   200 200 200 200   200 200 200 200   200
  end another's session     -       404 404 404 404   404 404 404 404   404 404 404 404   404
  give one's password       -       200 200 200 200   200 200 200 200   200 200 200 200   200

programs that act for oneself, people alone
  look at a program         -       200 200 200 200   200 200 200 200   200 200 200 200   200
  let a program act         -       200 200 200 200   200 200 200 200   200 200 200 200   200
  refuse a program          -       200 200 200 200   200 200 200 200   200 200 200 200   200
  list one's programs       -       200 200 200 200   200 200 200 200   200 200 200 200   200
  end a program of one's    -       200 200 200 200   200 200 200 200   200 200 200 200   200
  end another's program     -       404 404 404 404   404 404 404 404   404 404 404 404   404

leases, over REST and tRPC; the lease that is read or ended is somebody else's, the one that is renewed one's own
  open a lease              org     200 200 200 200   200 200 200 200   404 404 404 404   404
  open a lease              own     404 200 200 200   404 200 200 200   404 200 200 200   404
  open a lease              other   404 404 404 404   404 404 404 404   404 404 404 404   404
  list leases               org     200 200 200 200   200 200 200 200   404 404 404 404   404
  list leases               own     404 200 200 200   404 200 200 200   404 200 200 200   404
  list leases               other   404 404 404 404   404 404 404 404   404 404 404 404   404
  read a lease              org     200 200 200 200   404 404 404 404   404 404 404 404   404
  read a lease              own     404 404 404 200   404 404 404 200   404 404 404 200   404
  end a lease               org     200 200 200 200   404 404 404 404   404 404 404 404   404
  end a lease               own     404 404 404 200   404 404 404 200   404 404 404 200   404
  renew a lease             org     200 200 200 200   200 200 200 200   404 404 404 404   404
  renew a lease             own     404 200 200 200   404 200 200 200   404 200 200 200   404

rotation, over REST and tRPC
  set the rotation          org     200 200 200 200   403 403 403 403   404 404 404 404   404
  set the rotation          own     404 403 403 200   404 403 403 200   404 403 403 200   404
  set the rotation          other   404 404 404 404   404 404 404 404   404 404 404 404   404
  stop the rotation         org     200 200 200 200   403 403 403 403   404 404 404 404   404
  stop the rotation         own     404 403 403 200   404 403 403 200   404 403 403 200   404
  stop the rotation         other   404 404 404 404   404 404 404 404   404 404 404 404   404
  rotate now                org     200 200 200 200   403 403 403 403   404 404 404 404   404
  rotate now                own     404 403 403 200   404 403 403 200   404 403 403 200   404
  rotate now                other   404 404 404 404   404 404 404 404   404 404 404 404   404
  roll back                 org     200 200 200 200   403 403 403 403   404 404 404 404   404
  roll back                 own     404 403 403 200   404 403 403 200   404 403 403 200   404
  roll back                 other   404 404 404 404   404 404 404 404   404 404 404 404   404
  settle a credential       org     200 200 200 200   403 403 403 403   404 404 404 404   404
  settle a credential       own     404 403 403 200   404 403 403 200   404 403 403 200   404
  settle a credential       other   404 404 404 404   404 404 404 404   404 404 404 404   404
  read the rotation         org     200 200 200 200   200 200 200 200   404 404 404 404   404
  read the rotation         own     404 200 200 200   404 200 200 200   404 200 200 200   404
  read the rotation         other   404 404 404 404   404 404 404 404   404 404 404 404   404

management of the installation, people alone; a machine never may
  create an organization    -       200 200 200 200   403 403 403 403   403 403 403 403   200
`

/** The roles of the columns. X is in another organization. */
export const columns = ['A-', 'Av', 'Am', 'Aa', 'M-', 'Mv', 'Mm', 'Ma', 'N-', 'Nv', 'Nm', 'Na', 'X'] as const
export type Column = (typeof columns)[number]

export type ScopeName = 'all' | 'org' | 'own' | 'other' | '-'

/** The answer to a machine of any role, on the calls for people only. */
export const forPeopleAlone: Readonly<Record<string, number>> = {
  'create an organization': 403,
  "list one's sessions": 403,
  "end a session of one's": 403,
  "end another's session": 403,
  "give one's password": 403,
  'look at a program': 403,
  'let a program act': 403,
  'refuse a program': 403,
  "list one's programs": 403,
  "end a program of one's": 403,
  "end another's program": 403,
  'start a consent': 400,
  'start a reconnection': 400,
  'reset a password': 403,
}

/** Calls that need no caller. */
export const elsewhere = [
  'accessTokens.login',
  'accessTokens.renew',
  'accessTokens.revoke',
  'deviceLogins.start',
  'deviceLogins.take',
  'invitations.accept',
  'people.resetPassword',
  'setup.complete',
  'setup.status',
]

/**
 * Mutations that leave no event here: a consent that nobody has started, the test of a client, which changes nothing, a
 * plan that was carried out before, and a look at a program, which takes a turn.
 */
export const leavesNone: readonly string[] = [
  'deviceLogins.find',
  'oauth.finish',
  'oauth.selfTest',
  'secretSyncs.applyPlan',
]
