'use client'

import { scaleBand, scaleLinear } from '@visx/scale'
import { BarStack } from '@visx/shape'
import { useState } from 'react'
import { type Day, dayInWords, daysInWords, kinds } from './kinds.ts'

/** The chart fills the width; its height in pixels is fixed. */
const width = 600
const height = 144
/** Room above the highest bar for the mark of a failure. */
const headroom = 10

/** The scale reaches at least this far, so that one change does not fill the chart. */
const fewest = 5

/** The days as stacked bars; a red mark stands above a day in which something failed. */
export function ActivityChart({ days }: { days: readonly Day[] }) {
  const [pointed, setPointed] = useState<Day>()
  const x = scaleBand({ domain: days.map(({ day }) => day), range: [0, width], paddingInner: 0.25 })
  const most = Math.max(fewest, ...days.map(total))
  const y = scaleLinear({ domain: [0, most], range: [height, headroom] })
  // Counts are whole numbers.
  const ticks = y.ticks(3).filter(Number.isInteger)
  const first = days[0]
  return (
    <figure className="grid gap-1">
      <div className="relative pr-8">
        {ticks.map((value) => (
          <span
            key={value}
            aria-hidden
            className="absolute right-0 -translate-y-1/2 text-xs text-muted tabular-nums"
            style={{ top: y(value) }}
          >
            {value}
          </span>
        ))}
        <svg
          viewBox={`0 0 ${width} ${height}`}
          preserveAspectRatio="none"
          role="img"
          aria-label={`Activity per day. In total: ${daysInWords(days)}.`}
          className="block h-36 w-full"
          onPointerLeave={() => setPointed(undefined)}
        >
          {ticks.map((value) => (
            <line
              key={value}
              x2={width}
              y1={y(value)}
              y2={y(value)}
              className="stroke-line"
              vectorEffect="non-scaling-stroke"
            />
          ))}
          <BarStack
            data={[...days]}
            keys={kinds.map(({ key }) => key)}
            x={({ day }) => day}
            xScale={x}
            yScale={y}
            color={() => ''}
          >
            {(stacks) =>
              stacks.flatMap(({ index, key, bars }) =>
                bars
                  .filter((bar) => bar.height > 0)
                  .map((bar) => (
                    <rect
                      key={`${key} ${bar.index}`}
                      x={bar.x}
                      y={bar.y}
                      width={bar.width}
                      height={bar.height}
                      className={kinds[index]?.fill}
                    />
                  )),
              )
            }
          </BarStack>
          {days.map((day) => (
            <g key={day.day}>
              {hasFailed(day) && (
                <rect
                  x={x(day.day)}
                  y={y(total(day)) - 6}
                  width={x.bandwidth()}
                  height={4}
                  className="fill-danger-ink"
                />
              )}
              <rect
                x={x(day.day)}
                width={x.step()}
                height={height}
                className={pointed === day ? 'fill-ink/5' : 'fill-transparent'}
                onPointerEnter={() => setPointed(day)}
              />
            </g>
          ))}
        </svg>
      </div>
      <div aria-hidden className="flex justify-between pr-8 text-xs text-muted">
        <span>{first && dayInWords(first.day)}</span>
        <span>Today</span>
      </div>
      <p aria-hidden className="min-h-5 text-[0.8125rem]">
        {pointed ? (
          <>
            <span className="font-medium">{dayInWords(pointed.day)}:</span> {daysInWords([pointed])}
          </>
        ) : (
          <span className="text-muted">Each bar is one day, in UTC.</span>
        )}
      </p>
    </figure>
  )
}

function total(day: Day): number {
  return kinds.reduce((sum, { key }) => sum + day[key], 0)
}

function hasFailed(day: Day): boolean {
  return day.failedUses + day.failedChecks + day.failedRefreshes > 0
}
