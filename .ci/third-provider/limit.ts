/** What an addition of an app may be: its schema file, its folder, and a line in each of the two registries. */
const registries = ['packages/schemas/src/apps/registry.ts', 'packages/providers/src/registry.ts']

/** What of a copy's changes is more than that. */
export function beyondTheLimit(app: string, { lines, files }: Changes): string[] {
  const rooms = [`packages/schemas/src/apps/${app}.ts`, `packages/providers/src/${app}/`]
  return [
    ...lines
      .filter(({ file, added, removed }) => !registries.includes(file) || added !== 1 || removed !== 0)
      .map(({ file, added, removed }) => `${file} changes by more than one new line: +${added} -${removed}`),
    ...files.filter((file) => !rooms.some((room) => file.startsWith(room))).map((file) => `${file} is a file too many`),
  ]
}

/** How a copy differs: lines of files that were there, and new files. */
export interface Changes {
  readonly lines: readonly { readonly file: string; readonly added: number; readonly removed: number }[]
  readonly files: readonly string[]
}
