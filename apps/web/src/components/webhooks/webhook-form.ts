'use client'

import type { ServiceError } from '@app-connections/client'
import { createWebhookSchema } from '@app-connections/schemas'
import { zodResolver } from '@hookform/resolvers/zod'
import { type UseFormReturn, useForm } from 'react-hook-form'
import type * as z from 'zod'

type Values = z.input<typeof createWebhookSchema>
export type WebhookInput = z.output<typeof createWebhookSchema>
export type WebhookForm = UseFormReturn<Values, unknown, WebhookInput>

/** The fields of a webhook, for a new one and for changes alike. */
export function useWebhookForm(defaultValues: WebhookInput): WebhookForm {
  return useForm({ resolver: zodResolver(createWebhookSchema), defaultValues })
}

/** Where the service's messages stand: but for the one that there are too many, a 400 is about the address. */
export const webhookPlaces = {
  fields: ['url', 'description', 'events'] as const,
  fieldOfBadRequest: (code: ServiceError['code']) => (code === 'tooManyWebhooks' ? undefined : ('url' as const)),
}
