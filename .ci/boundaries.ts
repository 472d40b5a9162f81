import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { repositoryFiles } from './files.ts'
import { providerWords } from './provider-words.ts'
import { wayOut } from './way-out.ts'

/** Which packages of ours each package's source may import (docs/architecture.md). Tests may import what they drive. */
const mayImport: Record<string, readonly string[]> = {
  'packages/schemas': [],
  'packages/sealing': [],
  'packages/db': [],
  'packages/providers': ['schemas'],
  'packages/api': ['schemas', 'sealing', 'db', 'providers'],
  'packages/client': ['api', 'schemas'],
  'packages/heroku-sandbox': [],
  'packages/render-sandbox': [],
  'packages/bench': ['client', 'heroku-sandbox', 'sealing', 'db', 'api', 'providers'],
  'packages/e2e': ['client', 'heroku-sandbox', 'render-sandbox'],
  'apps/server': ['api', 'db', 'sealing', 'providers', 'schemas'],
  'apps/web': ['client', 'schemas'],
  'apps/launcher': ['client', 'heroku-sandbox', 'render-sandbox'],
}

/** Packages of which another may use the types alone. */
const typesOnly: Record<string, readonly string[]> = { 'packages/client': ['api'] }

/** The files that read the environment: entry points, and the configuration beside them. */
const entryPoints =
  /^(?:(?:\w+\.)?main|bin|demo|start|reset-password|config)\.ts$|^next\.config\.ts$|^vitest\.config\.ts$/

const vagueNames = /(?:^|\/)(?:utils?|helpers?|common|misc)(?:\/|\.tsx?$)/

/** Breaches of the rules that hold the packages apart. */
export function boundaries(): string[] {
  const problems: string[] = []
  for (const file of repositoryFiles().filter((name) => /^(?:apps|packages)\/.*\.(?:ts|tsx)$/.test(name))) {
    const text = readFileSync(file, 'utf8')
    const [top = '', name = ''] = file.split('/')
    const home = `${top}/${name}`
    const test = /\.test\.tsx?$|\/test\/|\/conformance\/|^packages\/e2e\//.test(file)
    if (vagueNames.test(file)) problems.push(`${file}: name it after what is in it`)
    if (!test)
      problems.push(
        ...imports(file, text, home),
        ...environment(file, text),
        ...wayOut(file, text),
        ...providerWords(file, text),
      )
  }
  return problems
}

function imports(file: string, text: string, home: string): string[] {
  const allowed = mayImport[home]
  if (allowed === undefined) return [`${file}: ${home} is in no row of .ci/boundaries.ts`]
  const problems: string[] = []
  const statements = text.matchAll(
    /(?:^|\n)\s*(import|export)(\s+type)?[^'"\n]*(?:\n[^'"]*?)?from ['"]@app-connections\/([\w-]+)/g,
  )
  for (const [, , type, target = ''] of statements) {
    if (!allowed.includes(target)) problems.push(`${file}: ${home} may not import ${target}`)
    else if (typesOnly[home]?.includes(target) && type === undefined) {
      problems.push(`${file}: ${home} may import types alone from ${target}`)
    }
  }
  return problems
}

function environment(file: string, text: string): string[] {
  if (!/\bprocess\.env\b/.test(text) || entryPoints.test(basename(file))) return []
  return [`${file}: only entry points read the environment`]
}
