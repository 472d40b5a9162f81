import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isolatedDeclarationSync } from 'rolldown/experimental'
import { parseSync } from 'rolldown/utils'
import { wireDeclarations } from './wire.ts'

interface Declaration {
  text: string
  /** Every word of the text, names it refers to among them. */
  words: ReadonlySet<string>
}

/** What the modules of a package declare, import from elsewhere, and what its index lets out. */
interface Declared {
  declarations: Map<string, Declaration>
  /** The module each imported name comes from. */
  imports: Map<string, string>
  exported: string[]
}

/**
 * One file of declarations for the package in `root`: what src/index.ts exports, with everything that needs, and nothing
 * of a module of ours that is not in the package. Throws where two modules declare one name, or rename one.
 */
export function bundleDeclarations(root: string): string {
  const src = join(root, 'src')
  const files = readdirSync(src).filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
  const all: Declared = { declarations: new Map(), imports: new Map(), exported: [] }
  for (const file of files) {
    const text = file === 'wire.ts' ? wireDeclarations(root) : declarationsOf(join(src, file))
    collect(file, text, all)
  }
  return written(all)
}

/** The declarations of one module, which says the types of everything it exports. */
function declarationsOf(path: string): string {
  const { code, errors } = isolatedDeclarationSync(path, readFileSync(path, 'utf8'), {})
  const [error] = errors
  if (error !== undefined) throw new Error(`${path}: ${error.message}`)
  return code
}

function collect(file: string, text: string, { declarations, imports, exported }: Declared): void {
  const { program, errors } = parseSync(`${file}.d.ts`, text)
  if (errors.length > 0) throw new Error(`${file}: the declarations do not parse`)
  let end = 0
  for (const statement of program.body) {
    // From the end of the statement before, so that the comment above comes along.
    const slice = text.slice(end, statement.end).trim()
    end = statement.end
    if (statement.type === 'ImportDeclaration') {
      const from = statement.source.value
      for (const each of statement.specifiers) {
        if (each.type !== 'ImportSpecifier' || nameOf(each.imported) !== each.local.name) throw renamed(file, slice)
        if (!from.startsWith('.')) imports.set(each.local.name, from)
      }
    } else if (statement.type === 'ExportNamedDeclaration' && statement.declaration === null) {
      for (const { local, exported: outer } of statement.specifiers) {
        if (nameOf(local) !== nameOf(outer)) throw renamed(file, slice)
        if (file === 'index.ts') exported.push(nameOf(outer))
      }
    } else {
      const declared = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement
      const id = declared && 'id' in declared ? declared.id : undefined
      if (id?.type !== 'Identifier') throw new Error(`${file}: neither a named type nor a function: ${slice}`)
      if (declarations.has(id.name)) throw new Error(`${file}: ${id.name} is declared elsewhere too`)
      const words = new Set(slice.match(/[\w$]+/g))
      declarations.set(id.name, { text: slice.replace(/^export /m, ''), words })
    }
  }
}

function nameOf(id: { type: string; name?: string; value?: unknown }): string {
  return id.name ?? String(id.value)
}

function renamed(file: string, statement: string): Error {
  return new Error(`${file}: a name stays the same from module to module: ${statement}`)
}

function written({ declarations, imports, exported }: Declared): string {
  const needed = new Set(exported)
  for (const name of needed) {
    for (const word of declarations.get(name)?.words ?? []) {
      if (declarations.has(word) || imports.has(word)) needed.add(word)
    }
  }
  const missing = exported.find((name) => !declarations.has(name))
  if (missing !== undefined) throw new Error(`index.ts exports ${missing}, which no module declares`)
  const sources = [...new Set(imports.values())].sort()
  const lines = sources.flatMap((source) => {
    const names = [...imports].filter(([name, from]) => from === source && needed.has(name)).map(([name]) => name)
    return names.length === 0 ? [] : [`import type { ${names.sort().join(', ')} } from '${source}'`]
  })
  const texts = [...declarations].filter(([name]) => needed.has(name)).map(([, { text }]) => text)
  return `${[...lines, '', ...texts.flatMap((text) => [text, '']), `export { ${exported.join(', ')} }`].join('\n')}\n`
}
