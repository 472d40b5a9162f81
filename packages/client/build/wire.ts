import { join } from 'node:path'
import { API, type Checker, type Type, type Symbol as TypeSymbol } from 'typescript/unstable/sync'
import { printType } from './print-type.ts'

/**
 * The declarations that stand for src/wire.ts in the published package: everything it exports, written out, so that none
 * of our other packages is named. `root` is the package's directory. Throws where a type is not one of JSON.
 */
export function wireDeclarations(root: string): string {
  const api = new API({ cwd: root })
  try {
    const config = join(root, 'tsconfig.json')
    const project = api.updateSnapshot({ openProjects: [config] }).getProject(config)
    if (project === undefined) throw new Error(`${config} is not a project`)
    const file = project.program.getSourceFile(join(root, 'src', 'wire.ts'))
    const module = file && project.checker.getSymbolAtLocation(file)
    if (module === undefined) throw new Error('src/wire.ts is not a module')
    return declarations(project.checker, module)
  } finally {
    api.close()
  }
}

function declarations(checker: Checker, module: TypeSymbol): string {
  const exported = new Map(
    checker
      .getExportsOfModule(module)
      .map((symbol) => [symbol.name, checker.getDeclaredTypeOfSymbol(checker.getAliasedSymbol(symbol))]),
  )
  const router = exported.get('AppRouter')
  if (router === undefined) throw new Error('src/wire.ts exports no AppRouter')
  exported.delete('AppRouter')
  const names = new Map([...exported].map(([name, type]) => [type.id, name]))
  return [
    "import type { TRPCBuiltRouter, TRPCMutationProcedure, TRPCQueryProcedure } from '@trpc/server'",
    ...[...exported].map(([name, type]) => `export type ${name} = ${printType(checker, type, name, names)}`),
    'type Query<Input, Output> = TRPCQueryProcedure<{ input: Input; output: Output; meta: object }>',
    'type Mutation<Input, Output> = TRPCMutationProcedure<{ input: Input; output: Output; meta: object }>',
    `type Procedures = ${procedures()}`,
    `/** The service's router, for tools that are typed by one. */
export type AppRouter = TRPCBuiltRouter<
  {
    ctx: object
    meta: object
    errorShape: ${written('_def', '_config', '$types', 'errorShape')}
    transformer: false
  },
  Procedures
>`,
    '',
  ].join('\n\n')

  function procedures(): string {
    const nouns = entries(at(router, '_def', 'record')).map(([noun, verbs]) => {
      const lines = entries(verbs).map(([verb, type]) => `    ${verb}: ${procedure(`${noun}.${verb}`, type)}\n`)
      return `  ${noun}: {\n${lines.join('')}  }\n`
    })
    return `{\n${nouns.join('')}}`
  }

  function procedure(path: string, type: Type): string {
    const kind = kinds.get(checker.typeToString(at(type, '_def', 'type')))
    if (kind === undefined) throw new Error(`${path} is neither a query nor a mutation`)
    const [input, output] = (['input', 'output'] as const).map((side) =>
      printType(checker, at(type, '_def', '$types', side), `${path} ${side}`, names, '    '),
    )
    return `${kind}<${input}, ${output}>`
  }

  function written(...path: string[]): string {
    return printType(checker, at(router, ...path), path.join('.'), names, '    ')
  }

  /** The type of a property of a property, and so on. */
  function at(type: Type | undefined, ...path: string[]): Type {
    const [name, ...rest] = path
    if (type === undefined) throw new Error(`${path.join('.')} has no type`)
    if (name === undefined) return type
    const property = checker.getPropertyOfType(type, name)
    return at(property && checker.getTypeOfSymbol(property), ...rest)
  }

  function entries(type: Type): [string, Type][] {
    return checker.getPropertiesOfType(type).map(({ name }) => [name, at(type, name)])
  }
}

const kinds = new Map([
  ['"query"', 'Query'],
  ['"mutation"', 'Mutation'],
])
