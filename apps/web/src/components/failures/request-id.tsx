/** The id with which an operator finds the cause in the service's log. */
export function RequestId({ id }: { id: string | undefined }) {
  if (id === undefined) return null
  return (
    <p className="text-xs text-muted">
      Request <code className="font-mono break-all select-all">{id}</code>
    </p>
  )
}
