import * as z from 'zod'
import { platformAddress } from '../address.ts'

/** The environment of the Render provider. */
export const renderEnvironment = z.object({
  RENDER_API_URL: platformAddress.default('https://api.render.com/v1'),
})
