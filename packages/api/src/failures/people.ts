import { failure } from './operation-error.ts'

// Members, invitations, passwords and the first set-up.

export const unknownMember = failure(
  'unknownMember',
  (where: 'there' | 'in the organization') => `Could not find that member ${where}`,
)
export const lastAdmin = failure('lastAdmin', () => 'The organization needs an admin: make someone else one first')
export const unknownInvitation = failure('unknownInvitation', (id: string) => `Could not find invitation with ID ${id}`)
export const invitationEnded = failure(
  'invitationEnded',
  () => 'This invitation was used, has expired or never existed. Ask for a new one.',
)
export const accountExists = failure(
  'accountExists',
  () =>
    'This invitation does not make a new account. Sign in with the account that you have, then open this link again.',
)
export const signedInAsAnother = failure(
  'signedInAsAnother',
  () =>
    'You are signed in, and this invitation is for somebody else. Sign out first, so that they get an account of their own.',
)
export const resetLinkEnded = failure(
  'resetLinkEnded',
  () => 'This link was used, has expired or never existed. Ask an admin for a new one.',
)
export const personOfOtherOrganization = failure(
  'personOfOtherOrganization',
  () =>
    'This person also belongs to an organization that you do not administer. The operator can make the link: npm run reset-password',
)
export const unknownSession = failure(
  'unknownSession',
  (id: string) => `Could not find a session of yours with ID ${id}`,
)
export const unfitPassword = failure('unfitPassword', (why: string) => `Choose another password. ${why}`)
export const guessablePassword = failure(
  'guessablePassword',
  (what: 'a common one, which is tried first' | 'the name of this service' | 'your e-mail address') =>
    `Choose another password: this is ${what}. Several words that have nothing to do with one another do well.`,
)
export const setupCodeRefused = failure(
  'setupCodeRefused',
  () => 'That is not the code printed on the console, or the set-up is done already',
)
