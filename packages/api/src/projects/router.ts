import { createProjectSchema, updateProjectSchema } from '@app-connections/schemas'
import * as z from 'zod'
import { memberProcedure, router } from '../procedure/trpc.ts'
import { createProject } from './create.ts'
import { listProjects } from './list.ts'
import { listOtherProjects } from './list-others.ts'
import { removeProject } from './remove.ts'
import { updateProject } from './update.ts'

export const projectsRouter = router({
  create: memberProcedure.input(createProjectSchema).mutation(createProject),
  list: memberProcedure.query(listProjects),
  listOthers: memberProcedure.query(listOtherProjects),
  update: memberProcedure.input(updateProjectSchema).mutation(updateProject),
  remove: memberProcedure.input(z.object({ projectId: z.uuid() })).mutation(removeProject),
})
