import { exportAuditEventsSchema, listAuditEventsSchema } from '@app-connections/schemas'
import { memberProcedure, router } from '../procedure/trpc.ts'
import { listAuditEvents } from './list.ts'
import { noteExport } from './note-export.ts'

export const auditEventsRouter = router({
  list: memberProcedure
    .meta({ manages: ['read', 'audit-events'] })
    .input(listAuditEventsSchema)
    .query(listAuditEvents),
  export: memberProcedure
    .meta({ manages: ['read', 'audit-events'] })
    .input(exportAuditEventsSchema)
    .mutation(noteExport),
})
