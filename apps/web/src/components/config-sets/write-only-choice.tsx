import { Checkbox } from '@/components/ui/controls/checkbox.tsx'

/** Whether a value is never shown again. */
export function WriteOnlyChoice({ checked, onChange }: { checked: boolean; onChange: (checked: boolean) => void }) {
  return (
    <Checkbox checked={checked} onChange={onChange}>
      Write-only
      <span className="block text-[0.8125rem] text-muted">
        Nobody is shown the value again, including you. Syncs still set it. This cannot be undone.
      </span>
    </Checkbox>
  )
}
