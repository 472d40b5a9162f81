import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'

/** The files of the repository, tracked or new, without what git ignores. */
export function repositoryFiles(): string[] {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { encoding: 'utf8' })
  return [...new Set(listed.split('\n'))].filter((file) => file !== '' && existsSync(file))
}
