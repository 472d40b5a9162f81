import { availableCase, type Case, cases, type Target } from './cases.ts'
import { type LoadResult, median } from './load.ts'
import type { PeerProcess } from './process.ts'

/** A contender: a process to measure, and how it is asked. */
export interface Peer {
  name: string
  process: Pick<PeerProcess, 'cpuMs' | 'memoryMb'>
  target: Target
  ours: boolean
  /** Another way to be asked than over HTTP; undefined for a case it does not know. */
  load?: (caseName: string, options: { concurrency: number; seconds: number }) => Promise<LoadResult | undefined>
}

/** One measurement: a round of one case and concurrency at one peer. */
export interface Sample extends LoadResult {
  peer: string
  case: string
  concurrency: number
  round: number
  /** Processor time of the peer's process for each request, in microseconds. */
  cpuUs: number
}

export interface Spread {
  median: number
  min: number
  max: number
}

/** The cases with that in their name; all of them where nothing is asked for. */
export function casesOf(only = ''): readonly Case[] {
  return [availableCase, ...cases].filter(({ name }) => name.includes(only))
}

/** Measures every case at every peer, in rounds, the peers in random order within each round. */
export async function measure(
  peers: readonly Peer[],
  options: {
    rounds: number
    seconds: number
    concurrencies: readonly number[]
    only: string | undefined
    say: (line: string) => void
  },
): Promise<Sample[]> {
  const samples: Sample[] = []
  const measured = casesOf(options.only)
  for (const each of measured) {
    for (const concurrency of options.concurrencies) {
      for (let round = 0; round <= options.rounds; round += 1) {
        for (const peer of shuffled(peers)) {
          // Round 0 warms up and is not counted: at first until the code that runs often is compiled.
          const warmUp = samples.length === 0 ? 10 : concurrency === options.concurrencies[0] ? 3 : 1
          const seconds = round === 0 ? warmUp : options.seconds
          const sample = await one(peer, each, concurrency, round, seconds)
          if (round > 0 && sample !== undefined) samples.push(sample)
        }
      }
      const ours = samples.filter((sample) => sample.case === each.name && sample.concurrency === concurrency)
      for (const peer of peers) {
        const own = ours.filter((sample) => sample.peer === peer.name)
        if (own.length === 0) continue
        const perSecond = Math.round(median(own.map((sample) => sample.perSecond)))
        options.say(
          `  ${each.name}, c${concurrency}, ${peer.name}: ${perSecond}/s, ${Math.round(median(own.map(({ cpuUs }) => cpuUs)))} µs CPU`,
        )
      }
    }
  }
  return samples
}

async function one(
  peer: Peer,
  each: Case,
  concurrency: number,
  round: number,
  seconds: number,
): Promise<Sample | undefined> {
  const cpuBefore = peer.process.cpuMs()
  const ask = peer.ours ? each.ours : each.others
  const options = { concurrency, seconds }
  const result = peer.load === undefined ? await ask(peer.target, options) : await peer.load(each.name, options)
  if (result === undefined) return undefined
  const cpuUs = ((peer.process.cpuMs() - cpuBefore) * 1000) / Math.max(1, result.requests)
  return { peer: peer.name, case: each.name, concurrency, round, cpuUs, ...result }
}

/**
 * The ratio of two peers' numbers, round by round: what disturbs a round disturbs both. Undefined where one of them was
 * not measured.
 */
export function ratio(
  samples: readonly Sample[],
  of: string,
  to: string,
  pick: (sample: Sample) => number,
): Spread | undefined {
  const ratios = samples
    .filter((sample) => sample.peer === of)
    .flatMap((sample) => {
      const other = samples.find((candidate) => candidate.peer === to && candidate.round === sample.round)
      return other === undefined || pick(other) === 0 ? [] : [pick(sample) / pick(other)]
    })
  if (ratios.length === 0) return undefined
  return spreadOf(ratios)
}

export function spreadOf(numbers: readonly number[]): Spread {
  return { median: median(numbers), min: Math.min(...numbers), max: Math.max(...numbers) }
}

export function shuffled<T>(list: readonly T[]): T[] {
  return list
    .map((value) => ({ value, order: Math.random() }))
    .sort((a, b) => a.order - b.order)
    .map(({ value }) => value)
}
