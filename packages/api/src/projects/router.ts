import { createProjectSchema, updateProjectSchema } from '@app-connections/schemas'
import * as z from 'zod'
import { memberProcedure, router } from '../trpc.ts'
import { createProject } from './create.ts'
import { listProjects } from './list.ts'
import { removeProject, updateProject } from './manage.ts'

export const projectsRouter = router({
  create: memberProcedure.input(createProjectSchema).mutation(createProject),
  list: memberProcedure.query(listProjects),
  update: memberProcedure.input(updateProjectSchema).mutation(updateProject),
  remove: memberProcedure.input(z.object({ projectId: z.uuid() })).mutation(removeProject),
})
