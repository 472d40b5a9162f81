import { createProjectSchema, updateProjectSchema } from '@app-connections/schemas'
import * as z from 'zod'
import { memberProcedure, router } from '../procedure/trpc.ts'
import { createProject } from './create.ts'
import { listProjects } from './list.ts'
import { listOtherProjects } from './list-others.ts'
import { removeProject } from './remove.ts'
import { updateProject } from './update.ts'

export const projectsRouter = router({
  create: memberProcedure
    .meta({ manages: ['create', 'projects'] })
    .input(createProjectSchema)
    .mutation(createProject),
  list: memberProcedure.query(listProjects),
  listOthers: memberProcedure.meta({ manages: ['read', 'projects'] }).query(listOtherProjects),
  update: memberProcedure
    .meta({ manages: ['edit', 'projects'] })
    .input(updateProjectSchema)
    .mutation(updateProject),
  remove: memberProcedure
    .meta({ manages: ['delete', 'projects'] })
    .input(z.object({ projectId: z.uuid() }))
    .mutation(removeProject),
})
