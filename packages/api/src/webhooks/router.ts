import {
  createWebhookSchema,
  deliveryRefSchema,
  listDeliveriesSchema,
  rotateWebhookSecretSchema,
  updateWebhookSchema,
  webhookRefSchema,
} from '@app-connections/schemas'
import { memberProcedure, router } from '../trpc.ts'
import { listDeliveries, redeliver, sendTest } from './deliveries.ts'
import { createWebhook, listWebhooks, removeWebhook, rotateWebhookSecret, updateWebhook } from './manage.ts'

export const webhooksRouter = router({
  create: memberProcedure.input(createWebhookSchema).mutation(createWebhook),
  list: memberProcedure.query(listWebhooks),
  update: memberProcedure.input(updateWebhookSchema).mutation(updateWebhook),
  remove: memberProcedure.input(webhookRefSchema).mutation(removeWebhook),
  rotateSecret: memberProcedure.input(rotateWebhookSecretSchema).mutation(rotateWebhookSecret),
  deliveries: memberProcedure.input(listDeliveriesSchema).query(listDeliveries),
  redeliver: memberProcedure.input(deliveryRefSchema).mutation(redeliver),
  sendTest: memberProcedure.input(webhookRefSchema).mutation(sendTest),
})
