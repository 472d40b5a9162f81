import type { Client } from '@app-connections/client'
import { signIn } from '@/components/session/requests.ts'
import { signedInAs } from './signed-in-as.ts'

/**
 * Accepts an invitation and signs in with the new account, unless that person is already signed in. Returns the path of
 * the organization. Errors: those of `invitations.accept`.
 */
export async function acceptInvitation(
  client: Client,
  invitation: { token: string; name: string; password: string },
): Promise<string> {
  const joined = await client.invitations.accept.mutate(invitation)
  if ((await signedInAs()) !== joined.personId) {
    // The invitation is accepted even if this fails; then the next page asks for the password.
    const failure = await signIn({ email: joined.email, password: invitation.password })
    if (failure !== undefined) return '/'
  }
  const person = await client.session.whoAmI.query()
  const organization = person.organizations.find(({ id }) => id === joined.orgId)
  return organization === undefined ? '/' : `/o/${organization.slug}/connections`
}
