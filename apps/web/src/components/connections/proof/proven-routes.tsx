import type { ProvenRoute } from '@app-connections/schemas'
import { Badge } from '@/components/ui/badge.tsx'
import { List } from '@/components/ui/lists/list.tsx'
import { verdictWords } from './proof-words.ts'

/** Routes of a platform, each with what is open of it and why. */
export function ProvenRoutes({ routes }: { routes: readonly ProvenRoute[] }) {
  return (
    <List label="Routes">
      {routes.map(({ route, verdict, words, secret }) => (
        <li key={route} className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2">
          <div className="min-w-0 flex-1 basis-72">
            <code className="font-mono text-[0.8125rem]/5 break-words">{route}</code>
            <p className="text-[0.8125rem] break-words text-muted">
              {words}
              {secret && verdict !== 'denied' && '. Its answer holds credentials'}
            </p>
          </div>
          <Badge look={verdictWords[verdict].look}>{verdictWords[verdict].name}</Badge>
        </li>
      ))}
    </List>
  )
}
