import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'

const repository = new URL('../../../', import.meta.url)

/**
 * Unpacks what git has of a commit or tree, and nothing else, into an empty directory. Needs git and tar, and a clone;
 * rejects with what git said.
 */
export async function unpackTree(treeIsh: string, directory: string): Promise<void> {
  const git = spawn('git', ['archive', '--format=tar', treeIsh], { cwd: repository, stdio: ['ignore', 'pipe', 'pipe'] })
  const tar = spawn('tar', ['-x', '-C', directory], { stdio: ['pipe', 'ignore', 'pipe'] })
  const ended = Promise.all([
    succeeded(git, text(git.stderr), `git archive ${treeIsh}`),
    succeeded(tar, text(tar.stderr), 'tar'),
  ])
  await Promise.all([ended, pipeline(git.stdout, tar.stdin)])
}

async function succeeded(child: ReturnType<typeof spawn>, errors: Promise<string>, name: string): Promise<void> {
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error(`${name} ended with ${code}: ${await errors}`)
}
