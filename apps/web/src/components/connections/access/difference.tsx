import type { ProofDifference } from '@app-connections/schemas'

/** What a change of a grant opens and closes, each with a request that makes the difference. */
export function Difference({ difference: { opens, closes, endingChildren } }: { difference: ProofDifference }) {
  const none = opens.length + closes.length + endingChildren.length === 0
  return (
    <section aria-label="The difference" className="grid gap-3 rounded-lg border border-line bg-sunken px-3 py-2.5">
      {none && <p>Nothing opens and nothing closes.</p>}
      <Routes title={`Opens on ${routesInWords(opens.length)}`} routes={opens} />
      <Routes title={`Closes on ${routesInWords(closes.length)}`} routes={closes} />
      {endingChildren.length > 0 && (
        <div>
          <p className="font-medium text-danger-ink">
            Ends {endingChildren.length === 1 ? 'a child grant' : `${endingChildren.length} child grants`}, which
            {endingChildren.length === 1 ? ' allows' : ' allow'} more:
          </p>
          <ul className="list-disc pl-5">
            {endingChildren.map(({ id, subject }) => (
              <li key={id}>{subject.name}</li>
            ))}
          </ul>
        </div>
      )}
    </section>
  )
}

function Routes({ title, routes }: { title: string; routes: ProofDifference['opens'] }) {
  if (routes.length === 0) return null
  return (
    <div>
      <p className="font-medium">{title}, for example:</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by keyboard. */}
      <ul tabIndex={0} aria-label={title} className="mt-1 grid max-h-44 gap-1 overflow-y-auto">
        {routes.map(({ route, example: { method, path, key } }) => (
          <li key={route} className="font-mono text-xs/5 break-all">
            {method} {path}
            {key !== undefined && <span className="font-sans text-muted"> for {key}</span>}
          </li>
        ))}
      </ul>
    </div>
  )
}

function routesInWords(count: number): string {
  return count === 1 ? '1 route' : `${count} routes`
}
