import { randomUUID } from 'node:crypto'
import { createDataKey, type KeyEncryptionKey, open, openDataKey, seal } from '@app-connections/sealing'

/** Seals and opens of a credential of usual size in this process, a second each: how many there are in one. */
export function sealingSpeed(kek: KeyEncryptionKey): { sealsPerSecond: number; opensPerSecond: number } {
  const orgId = randomUUID()
  const key = openDataKey(kek, orgId, createDataKey(kek, orgId))
  const context = { purpose: 'connection-credentials', orgId, recordId: randomUUID(), revision: 1 }
  const plain = Buffer.from(JSON.stringify({ authToken: `HRKU-${'x'.repeat(60)}` }))
  const blob = seal(key, context, plain)
  return {
    sealsPerSecond: timesPerSecond(() => seal(key, context, plain)),
    opensPerSecond: timesPerSecond(() => open(() => key, context, blob)),
  }
}

function timesPerSecond(act: () => unknown): number {
  const until = performance.now() + 1000
  let times = 0
  while (performance.now() < until) {
    for (let i = 0; i < 100; i += 1) act()
    times += 100
  }
  return Math.round(times / (1 + (performance.now() - until) / 1000))
}
