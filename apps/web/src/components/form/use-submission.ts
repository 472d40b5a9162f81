'use client'

import { errorOf } from '@app-connections/client'
import { useState } from 'react'
import type { FieldValues, Path, UseFormReturn } from 'react-hook-form'
import { type Failure, unreachable } from '@/api/failure.ts'
import { type Places, placeErrors } from './place-errors.ts'

interface Submission<Values extends FieldValues, Parsed> {
  /** Sends the form. The form shows a failure that it returns and an error of the service that it throws. */
  send: (parsed: Parsed) => Promise<Failure | undefined>
  /** The fields that can show messages of the service. */
  fields: readonly Path<Values>[]
  /** The fields that failures are about, by code. */
  places?: Places<Path<Values>>
}

/** Connects a form to the service: field errors go to their fields, everything else is `failure`. The input stays. */
export function useSubmission<Values extends FieldValues, Parsed>(
  form: UseFormReturn<Values, unknown, Parsed>,
  { send, fields, places = {} }: Submission<Values, Parsed>,
) {
  const [failure, setFailure] = useState<Failure>()

  const submit = form.handleSubmit(async (parsed) => {
    setFailure(undefined)
    try {
      setFailure(await send(parsed))
    } catch (error) {
      const body = errorOf(error)
      if (body === undefined) return setFailure(unreachable)
      const placed = placeErrors(body, fields, places)
      const [first, ...others] = placed.fields
      for (const { name, message } of others) form.setError(name, { message })
      if (first !== undefined) form.setError(first.name, { message: first.message }, { shouldFocus: true })
      if (placed.rest.length > 0) {
        setFailure({ message: placed.rest.join(' '), statusCode: body.statusCode, reqId: body.reqId })
      }
    }
  })

  return { submit, failure }
}
