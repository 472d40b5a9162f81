import {
  createWebhookSchema,
  deliveryRefSchema,
  listDeliveriesSchema,
  rotateWebhookSecretSchema,
  updateWebhookSchema,
  webhookRefSchema,
} from '@app-connections/schemas'
import { memberProcedure, router } from '../procedure/trpc.ts'
import { createWebhook } from './create.ts'
import { listDeliveries } from './deliveries.ts'
import { listWebhooks } from './list.ts'
import { redeliver } from './redeliver.ts'
import { removeWebhook } from './remove.ts'
import { rotateWebhookSecret } from './rotate-secret.ts'
import { sendTest } from './send-test.ts'
import { updateWebhook } from './update.ts'

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
