import { cpus, totalmem } from 'node:os'

/** What the numbers were measured on. */
export function machine(postgres: string) {
  const processors = cpus()
  return {
    processor: processors[0]?.model ?? 'unknown',
    cores: processors.length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    platform: `${process.platform}-${process.arch}`,
    node: process.versions.node,
    postgres,
    date: new Date().toISOString().slice(0, 10),
  }
}
