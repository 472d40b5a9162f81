import { execFile } from 'node:child_process'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const repository = join(import.meta.dirname, '..', '..', '..')

/**
 * Unpacks what git has of a commit or tree, and nothing else, into an empty directory. Needs git and tar, and a clone;
 * rejects with what they said.
 */
export async function unpackTree(treeIsh: string, directory: string): Promise<void> {
  const archive = join(directory, 'tree.tar')
  await run('git', ['archive', `--output=${archive}`, treeIsh], { cwd: repository })
  await run('tar', ['-x', '-f', archive, '-C', directory])
  await rm(archive)
}
