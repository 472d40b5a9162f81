/** By this id whoever runs the service finds the cause in its log. */
export function RequestId({ id }: { id: string | undefined }) {
  if (id === undefined) return null
  return (
    <p className="text-xs text-muted">
      Request <code className="font-mono break-all select-all">{id}</code>
    </p>
  )
}
