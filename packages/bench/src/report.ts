import type { Background } from './background.ts'
import type { BrokerResult } from './broker.ts'
import type { Fairness } from './fairness.ts'
import type { Growth } from './growth.ts'
import { median } from './load.ts'
import type { machine } from './machine.ts'
import { ratio, type Sample, type Spread } from './measure.ts'
import type { Throughput } from './throughput.ts'

export interface Run extends Throughput {
  machine: ReturnType<typeof machine>
  rounds: number
  growth: Growth
  fairness: Fairness | undefined
  background: Background | undefined
  broker: BrokerResult | undefined
  sealing: { sealsPerSecond: number; opensPerSecond: number }
}

/** The result of a run as JSON: throughput ratios of ours to each peer by case, the same for CPU, and growth. */
export type Summary = ReturnType<typeof summarize>

export function summarize({ samples, ...run }: Run) {
  const names = [...new Set(samples.map((sample) => `${sample.case}, c${sample.concurrency}`))]
  const of = (name: string) => samples.filter((sample) => `${sample.case}, c${sample.concurrency}` === name)
  const others = run.peers.filter((peer) => peer !== 'ours')
  const byCase = <T>(value: (own: Sample[]) => T): Record<string, T> =>
    Object.fromEntries(names.map((name) => [name, value(of(name))]))
  const byPeer = (own: Sample[], pick: (sample: Sample) => number): Record<string, Spread> =>
    Object.fromEntries(
      others.flatMap((peer) => {
        const spread = ratio(own, 'ours', peer, pick)
        return spread === undefined ? [] : [[peer, spread]]
      }),
    )
  return {
    ...run,
    ratios: byCase((own) => byPeer(own, ({ perSecond }) => perSecond)),
    cpu: byCase((own) => byPeer(own, ({ cpuUs }) => cpuUs)),
    absolute: byCase((own) =>
      Object.fromEntries(
        run.peers.flatMap((peer) => {
          const mine = own.filter((sample) => sample.peer === peer)
          if (mine.length === 0) return []
          const middle = (pick: (sample: Sample) => number) => Math.round(median(mine.map(pick)) * 10) / 10
          const numbers = {
            perSecond: middle(({ perSecond }) => perSecond),
            p50: middle(({ p50 }) => p50),
            p99: middle(({ p99 }) => p99),
            cpuUs: middle(({ cpuUs }) => cpuUs),
          }
          return [[peer, numbers]]
        }),
      ),
    ),
  }
}

/** The same as tables for people. */
export function markdown(summary: Summary): string {
  const { machine, ratios, cpu, absolute, growth } = summary
  const spread = (value: Spread | undefined) =>
    value === undefined ? '–' : `${value.median.toFixed(2)} (${value.min.toFixed(2)}–${value.max.toFixed(2)})`
  const { fairness = {}, background } = summary
  const lines = [
    `Measured on ${machine.date}: ${machine.processor}, ${machine.cores} cores, ${machine.memoryGb} GB, Node ${machine.node}, PostgreSQL ${machine.postgres} (fsync on), ${summary.rounds} rounds. Ratios are medians of rounds, with the smallest and the largest.`,
    '',
    '| case | throughput ÷ floor | ÷ Fastify by hand | ÷ ours on PGlite | CPU ÷ floor | p50 / p99 ms (floor) |',
    '| --- | --- | --- | --- | --- | --- |',
    ...Object.keys(ratios).map((name) => {
      const ours = absolute[name]?.ours
      const floor = absolute[name]?.floor
      return `| ${name} | ${spread(ratios[name]?.floor)} | ${spread(ratios[name]?.fastify)} | ${spread(ratios[name]?.pglite)} | ${spread(cpu[name]?.floor)} | ${ours?.p50} / ${ours?.p99} (${floor?.p50} / ${floor?.p99}) |`
    }),
    '',
    '| growth | rows | time ÷ smallest |',
    '| --- | --- | --- |',
    ...Object.entries(growth).flatMap(([name, sizes]) =>
      sizes.map(({ rows, timesSlower }) => `| ${name} | ${rows.toLocaleString('en')} | ${timesSlower.toFixed(2)} |`),
    ),
    '',
    ...Object.entries(fairness).map(
      ([engine, { ratio, quietMs, busyMs }]) =>
        `Beside an organization that does the worst it may, on ${engine}: p99 of a get ${spread(ratio)} times the quiet one (${busyMs.toFixed(1)} and ${quietMs.toFixed(1)} ms).`,
    ),
    ...(background === undefined
      ? []
      : [
          `With the background jobs on, a get takes ${spread(background.during)} times as long while connections are made, and ${spread(background.after)} times after.`,
        ]),
    ...brokerLines(summary.broker, spread),
    '',
    `Start on an existing database: ${summary.startMs} ms. Memory idle: ${summary.idleMemoryMb} MB; after the run: ${Object.entries(
      summary.memory,
    )
      .map(([peer, mb]) => `${peer} ${mb} MB`)
      .join(
        ', ',
      )}. Sealing: ${summary.sealing.sealsPerSecond.toLocaleString('en')} seals and ${summary.sealing.opensPerSecond.toLocaleString('en')} opens a second.`,
    '',
  ]
  return lines.join('\n')
}

function brokerLines(broker: BrokerResult | undefined, spread: (value: Spread) => string): string[] {
  if (broker === undefined) return []
  const { uses, decision, scrubbing } = broker
  return [
    '',
    '| use of a connection | throughput ÷ bare proxy | p50 ÷ bare proxy | CPU ÷ bare proxy | p50 ms (bare proxy) |',
    '| --- | --- | --- | --- | --- |',
    ...Object.entries(uses).map(
      ([name, { throughput, p50, cpu, ours, floor }]) =>
        `| ${name} | ${spread(throughput)} | ${spread(p50)} | ${spread(cpu)} | ${ours.p50} (${floor.p50}) |`,
    ),
    '',
    '| grants of a caller on a connection | a decision, µs |',
    '| --- | --- |',
    ...decision.map(({ grants, us }) => `| ${grants.toLocaleString('en')} | ${us.toFixed(1)} |`),
    '',
    `Scrubbing a body of 200 MB: ${spread(scrubbing.throughput)} of the throughput without, ${spread(scrubbing.memoryMb)} MB more memory at the peak.`,
  ]
}
