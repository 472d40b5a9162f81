import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { rolldown } from 'rolldown'
import { bundleDeclarations } from './declarations.ts'

/** Builds the package in `root` into `dir`: one ES module and the declarations for it. */
export async function build(root: string, dir: string): Promise<void> {
  const bundle = await rolldown({
    input: join(root, 'src', 'index.ts'),
    external: /^@trpc\//,
    platform: 'neutral',
    tsconfig: join(root, 'tsconfig.json'),
  })
  await bundle.write({ dir, format: 'es', entryFileNames: 'index.js', cleanDir: true })
  await bundle.close()
  writeFileSync(join(dir, 'index.d.ts'), bundleDeclarations(root))
}
