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
  create: memberProcedure
    .meta({ manages: ['create', 'webhooks'] })
    .input(createWebhookSchema)
    .mutation(createWebhook),
  list: memberProcedure.meta({ manages: ['read', 'webhooks'] }).query(listWebhooks),
  update: memberProcedure
    .meta({ manages: ['edit', 'webhooks'] })
    .input(updateWebhookSchema)
    .mutation(updateWebhook),
  remove: memberProcedure
    .meta({ manages: ['delete', 'webhooks'] })
    .input(webhookRefSchema)
    .mutation(removeWebhook),
  rotateSecret: memberProcedure
    .meta({ manages: ['edit', 'webhooks'] })
    .input(rotateWebhookSecretSchema)
    .mutation(rotateWebhookSecret),
  deliveries: memberProcedure
    .meta({ manages: ['read', 'webhooks'] })
    .input(listDeliveriesSchema)
    .query(listDeliveries),
  redeliver: memberProcedure
    .meta({ manages: ['edit', 'webhooks'] })
    .input(deliveryRefSchema)
    .mutation(redeliver),
  sendTest: memberProcedure
    .meta({ manages: ['edit', 'webhooks'] })
    .input(webhookRefSchema)
    .mutation(sendTest),
})
