import type { Summary } from './report.ts'

const rowHeight = 28
const left = 190
const width = 640

/** One picture of a run: for each case, ours as a share of the floor's throughput, with its spread. Plain SVG. */
export function picture({ ratios }: Summary): string {
  const rows = Object.entries(ratios).flatMap(([name, peers]) =>
    peers.floor === undefined ? [] : [{ name, ...peers.floor }],
  )
  const height = rows.length * rowHeight + 60
  const scale = (value: number) => left + (Math.min(value, 1.2) / 1.2) * (width - left - 40)
  const bars = rows.map(({ name, median, min, max }, index) => {
    const y = 40 + index * rowHeight
    return `<text x="${left - 10}" y="${y + 14}" text-anchor="end">${name}</text>
<rect x="${left}" y="${y + 2}" width="${(scale(median) - left).toFixed(1)}" height="16" rx="3" fill="#5b5bd6"/>
<line x1="${scale(min).toFixed(1)}" x2="${scale(max).toFixed(1)}" y1="${y + 10}" y2="${y + 10}" stroke="#888" stroke-width="2"/>
<text x="${(scale(Math.max(median, max)) + 6).toFixed(1)}" y="${y + 14}">${median.toFixed(2)}</text>`
  })
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif" font-size="12" fill="#777" role="img" aria-label="Throughput as a share of the floor's">
<text x="${left}" y="20">throughput ÷ floor (line: smallest to largest round)</text>
<line x1="${scale(1)}" x2="${scale(1)}" y1="28" y2="${height - 20}" stroke="#888" stroke-dasharray="3 3"/>
${bars.join('\n')}
</svg>
`
}
