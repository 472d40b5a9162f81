import type { Issue } from '@app-connections/schemas'
import { TRPCError } from '@trpc/server'
import * as z from 'zod'

/** A mistake in an input, at the field where it is. */
export function mistake(path: Issue['path'], message: string): z.core.$ZodIssue {
  return { code: 'custom', path, message, input: undefined }
}

/** Throws, where there are mistakes that only an operation can find, the 422 that an input gets from its schema. */
export function requireNone(mistakes: readonly z.core.$ZodIssue[]): void {
  if (mistakes.length > 0) throw new TRPCError({ code: 'BAD_REQUEST', cause: new z.ZodRealError([...mistakes]) })
}
