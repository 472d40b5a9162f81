import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod'

/** What a person who tries the demo needs to know, in `$DATA_DIR/demo.json` (mode 0600). */
const demoFile = z.object({
  url: z.string(),
  email: z.string(),
  password: z.string(),
  viewerEmail: z.string(),
  viewerPassword: z.string(),
  orgId: z.string(),
  projectId: z.string(),
  clientId: z.string(),
  clientSecret: z.string(),
  accessToken: z.string(),
  connectionId: z.string().optional(),
  herokuUrl: z.string(),
  herokuToken: z.string(),
  renderUrl: z.string().optional(),
  renderKey: z.string().optional(),
  pids: z.object({ server: z.number(), web: z.number(), sandbox: z.number().optional() }),
})
export type DemoFile = z.output<typeof demoFile>

/** The file of an earlier run; undefined where there is none. Throws where the file cannot be used. */
export async function readDemoFile(dataDir: string): Promise<DemoFile | undefined> {
  let text: string
  try {
    text = await readFile(join(dataDir, 'demo.json'), 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
  return demoFile.parse(JSON.parse(text))
}

/** Replaces the file in one step, so that a reader sees either the old or the new one. */
export async function writeDemoFile(dataDir: string, content: DemoFile): Promise<void> {
  const path = join(dataDir, 'demo.json')
  await writeFile(`${path}.new`, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 })
  await rename(`${path}.new`, path)
}
