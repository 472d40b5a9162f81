import type { Queryable } from '@app-connections/db'
import { selectJobsSchema } from '@app-connections/db/system'
import { queues } from './jobs.ts'

/** What an operator reads where the schema `jobs` is another program's; undefined where it is ours, or not there yet. */
export async function foreignJobs(db: Queryable): Promise<string | undefined> {
  if ((await selectJobsSchema(db, queues)) !== 'foreign') return undefined
  return 'The schema jobs of this database belongs to another program, and App Connections would mix its job queue with that. Give it a database of its own.'
}
