import { type Client, errorOf } from '@app-connections/client'
import { signIn } from './requests.ts'

/**
 * Accepts an invitation and signs in with the account it made, unless that person is signed in already. Returns the
 * path of the organization joined. Errors: those of `invitations.accept`.
 */
export async function acceptInvitation(
  client: Client,
  invitation: { token: string; name: string; password: string },
): Promise<string> {
  const joined = await client.invitations.accept.mutate(invitation)
  const present = await whoIsSignedIn(client)
  if (present?.id !== joined.personId) {
    // Joined even where this fails; then the next page asks for the password.
    await signIn({ email: joined.email, password: invitation.password })
  }
  const person = present?.id === joined.personId ? present : await whoIsSignedIn(client)
  const organization = person?.organizations.find(({ id }) => id === joined.orgId)
  return organization === undefined ? '/' : `/o/${organization.slug}/connections`
}

async function whoIsSignedIn(client: Client) {
  try {
    return await client.session.whoAmI.query()
  } catch (error) {
    if (errorOf(error)?.statusCode === 401) return undefined
    throw error
  }
}
