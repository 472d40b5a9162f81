import type { Ended } from './command.ts'
import { drifted, driftText } from './drift-text.ts'
import { Failed } from './failed.ts'
import { differs, planText } from './plan-text.ts'
import { callProcedure, fieldOf } from './procedure.ts'
import type { Service } from './service.ts'
import { failedCode, type SetsAsked, type WantedSync } from './set-arguments.ts'

type SyncAsked = Extract<SetsAsked, { verb: 'plan' | 'approve' | 'apply' | 'undo' | 'drift' }>

/** There are changes. */
const changesCode = 2

/** Plans, approves, applies, plans to undo, or looks at an app. Plans and looks end with 2 where there are changes. */
export async function ofSync(service: Service, asked: SyncAsked, write: (text: string) => void): Promise<Ended> {
  const syncId = await findSync(service, asked.wanted)
  const answer = await carried(service, asked, syncId)
  const looked = asked.verb === 'drift' && asked.remedy === undefined
  write(asked.json ? `${JSON.stringify(answer)}\n` : looked ? driftText(answer) : planText(answer))
  if (looked) return { code: fieldOf(answer, 'message') !== null ? failedCode : drifted(answer) ? changesCode : 0 }
  if (asked.verb === 'approve') return { code: 0 }
  if (asked.verb !== 'apply') return { code: differs(answer) ? changesCode : 0 }
  return { code: fieldOf(answer, 'state') === 'applied' ? 0 : failedCode }
}

async function carried(service: Service, asked: SyncAsked, syncId: string): Promise<unknown> {
  const call = (path: string, input: object) =>
    callProcedure(service, { path, writes: true, input: { syncId, ...input } })
  if (asked.verb === 'drift') return call(`secretSyncs.${asked.remedy ?? 'look'}`, {})
  if (asked.verb === 'approve') return call('secretSyncs.approvePlan', { planId: asked.planId, hash: asked.hash })
  const named = asked.planId === undefined ? {} : { planId: asked.planId }
  if (asked.verb === 'plan') return call('secretSyncs.plan', {})
  if (asked.verb === 'undo') return call('secretSyncs.undo', named)
  const planId = asked.planId ?? fieldOf(await call('secretSyncs.plan', {}), 'id')
  return call('secretSyncs.applyPlan', { planId, skipConflicts: asked.skipConflicts })
}

/** The id of the sync that is wanted, in the given project or in all that the caller is in. Throws `Failed`. */
async function findSync(service: Service, { sync, projectId }: WantedSync): Promise<string> {
  if (/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(sync)) return sync.toLowerCase()
  const projects = projectId === undefined ? await idsOf(service, 'projects.list', {}) : [projectId]
  const found: { id: string; project: string }[] = []
  for (const project of projects) {
    const ids = await idsOf(service, 'secretSyncs.list', { projectId: project }, sync)
    found.push(...ids.map((id) => ({ id, project })))
  }
  const [one, ...others] = found
  if (one === undefined) throw new Failed(`There is no sync ${sync} that this caller may see.`, failedCode)
  if (others.length > 0) {
    const list = found.map(({ id, project }) => `  ${id}  project ${project}`)
    throw new Failed(`Several syncs are called ${sync}. Name one by its id:\n${list.join('\n')}`, failedCode)
  }
  return one.id
}

/** The ids of what a procedure lists, of that name where one is given. */
async function idsOf(service: Service, path: string, input: object, name?: string): Promise<string[]> {
  const listed = await callProcedure(service, { path, writes: false, input })
  const rows: unknown[] = Array.isArray(listed) ? listed : []
  return rows.filter((row) => name === undefined || fieldOf(row, 'name') === name).map((row) => `${fieldOf(row, 'id')}`)
}
