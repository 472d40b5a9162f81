import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { rolldown } from 'rolldown'
import { bundleDeclarations } from './declarations.ts'

/** Builds the package in `root` into `dir`: one ES module, the declarations for it, and the program. */
export async function build(root: string, dir: string): Promise<void> {
  rmSync(dir, { recursive: true, force: true })
  await bundle(root, join('src', 'index.ts'), join(dir, 'index.js'), 'neutral')
  await bundle(root, join('src', 'cli', 'main.ts'), join(dir, 'cli.js'), 'node')
  writeFileSync(join(dir, 'index.d.ts'), bundleDeclarations(root))
}

/** Each by itself: what a page loads has nothing of what a program needs. */
async function bundle(root: string, input: string, file: string, platform: 'neutral' | 'node'): Promise<void> {
  const bundled = await rolldown({
    input: join(root, input),
    external: /^@trpc\//,
    platform,
    tsconfig: join(root, 'tsconfig.json'),
  })
  await bundled.write({ file, format: 'es' })
  await bundled.close()
}
