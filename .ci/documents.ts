import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { repositoryFiles } from './files.ts'

/** Paths that a document names, as a link or in code marks, and that do not exist. */
export function documents(): string[] {
  const problems: string[] = []
  for (const file of repositoryFiles().filter((name) => name.endsWith('.md'))) {
    const text = readFileSync(file, 'utf8')
    for (const [, target = ''] of text.matchAll(/\]\(([^)#\s]+)[^)]*\)/g)) {
      if (/^[a-z]+:/.test(target) || target.startsWith('/')) continue
      if (!existsSync(join(dirname(file), target))) problems.push(`${file} links to ${target}, which does not exist`)
    }
    for (const [, path = ''] of text.matchAll(/`((?:apps|packages|docs|\.ci)\/[\w./@[\]-]+)`/g)) {
      if (!existsSync(path)) problems.push(`${file} names ${path}, which does not exist`)
    }
  }
  return problems
}
