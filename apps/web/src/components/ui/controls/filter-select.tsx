import { Select } from './select.tsx'

/** One filter of a list: all, or one of some values. */
export function FilterSelect({
  label,
  everything,
  options,
  value,
  onChoose,
}: {
  label: string
  /** The label of the choice without a value; absent if a value is always chosen. */
  everything?: string
  options: readonly (readonly [value: string, name: string])[]
  value: string
  onChoose: (value: string) => void
}) {
  return (
    <div className="min-w-0 flex-1 basis-36 sm:max-w-52">
      <Select aria-label={label} value={value} onChange={(event) => onChoose(event.target.value)}>
        {everything !== undefined && <option value="">{everything}</option>}
        {options.map(([each, name]) => (
          <option key={each} value={each}>
            {name}
          </option>
        ))}
      </Select>
    </div>
  )
}
