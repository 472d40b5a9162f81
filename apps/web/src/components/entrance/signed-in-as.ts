import * as z from 'zod'

const sessionSchema = z.object({ user: z.object({ id: z.string() }) })

/** The id of whoever is signed in here; undefined where nobody is, or that cannot be told. */
export async function signedInAs(): Promise<string | undefined> {
  try {
    const answer = await fetch('/api/auth/get-session')
    return sessionSchema.safeParse(await answer.json()).data?.user.id
  } catch {
    // No answer, or none that is JSON: whoever asks then signs in.
    return undefined
  }
}
