import { createProjectSchema } from '@app-connections/schemas'
import { memberProcedure, router } from '../trpc.ts'
import { createProject } from './create.ts'
import { listProjects } from './list.ts'

export const projectsRouter = router({
  create: memberProcedure.input(createProjectSchema).mutation(createProject),
  list: memberProcedure.query(listProjects),
})
