import type { ImportedSecrets } from '@app-connections/schemas'
import { Badge, type BadgeLook } from '@/components/ui/badge.tsx'
import { textWords } from './dialect-words.ts'

const changeWords: Record<ImportedSecrets['secrets'][number]['change'], { name: string; look: BadgeLook }> = {
  add: { name: 'New', look: 'good' },
  change: { name: 'Changes', look: 'warn' },
  keep: { name: 'Same', look: 'plain' },
}

/** What was read of a text: each key with what becomes of it, and what was left out. No value is shown. */
export function ImportRead({ read: { dialect, secrets, omitted } }: { read: ImportedSecrets }) {
  const count = (change: keyof typeof changeWords) => secrets.filter((each) => each.change === change).length
  return (
    <section aria-label="What was read" className="grid gap-2">
      <p role="status">
        {`Read as ${textWords[dialect].split(':')[0]}: ${count('add')} new, ${count('change')} changed, ${count('keep')} the same. Nothing is stored yet.`}
      </p>
      <ul className="max-h-60 divide-y divide-line overflow-y-auto rounded-lg border border-line empty:hidden">
        {secrets.map(({ secretKey, line, change }) => (
          <li key={secretKey} className="flex items-center justify-between gap-3 px-3 py-1.5">
            <span className="min-w-0">
              <span className="font-mono text-[0.8125rem] break-all">{secretKey}</span>
              <span className="ml-2 text-xs whitespace-nowrap text-muted">{`line ${line}`}</span>
            </span>
            <Badge look={changeWords[change].look}>{changeWords[change].name}</Badge>
          </li>
        ))}
        {omitted.map(({ secretKey, line, remark }) => (
          <li key={secretKey} className="px-3 py-1.5">
            <span className="font-mono text-[0.8125rem] break-all">{secretKey}</span>
            <span className="ml-2 text-xs text-muted">{`line ${line}, left out: ${remark}`}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
