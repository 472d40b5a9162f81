'use client'

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

/** Where the service's messages are shown. */
export const webhookPlaces = {
  fields: ['url', 'description', 'events'] as const,
  places: { webhookAddressRefused: 'url' } as const,
}
