import * as z from 'zod'

const sessionSchema = z.object({ user: z.object({ id: z.string() }) })

/** The id of the person who is signed in; undefined if nobody is, or if that is unknown. */
export async function signedInAs(): Promise<string | undefined> {
  try {
    const answer = await fetch('/api/auth/get-session')
    return sessionSchema.safeParse(await answer.json()).data?.user.id
  } catch {
    // No answer, or an answer that is not JSON: the caller then signs in.
    return undefined
  }
}
