import { auditEventLines, auditEventsAnswer } from '../answers/answers.ts'
import * as cause from '../failures/causes.ts'
import type { CallsByProcedure, CallWords } from './call.ts'

export const auditEventCalls: CallsByProcedure = {
  'auditEvents.list': {
    operationId: 'listAuditEvents',
    summary: 'List audit events',
    description: 'Newest first, a page at a time.',
    answer: auditEventsAnswer,
    causes: [cause.strangeCursor, cause.denied('read', 'audit-events')],
  },
}

/** The stream of all pages of `auditEvents.list`. */
export const exportCall: CallWords = {
  operationId: 'exportAuditEvents',
  summary: 'Export audit events',
  description: 'All of them that the filter names, as a stream. A stream that breaks off is incomplete.',
  answer: auditEventLines,
  contentType: 'application/x-ndjson',
  causes: [cause.denied('read', 'audit-events')],
  ignores: ['limit', 'cursor'],
}
