import { mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createDatabase, startPostgres } from '@app-connections/db/testing'
import { startSandbox } from '@app-connections/heroku-sandbox'
import { generateKeyEncryptionKey, parseKeyEncryptionKey } from '@app-connections/sealing'
import { cases } from './cases.ts'
import { startPeer } from './process.ts'
import { seed } from './seed.ts'
const which = process.argv[2] ?? 'get by id'
const scratch = mkdtempSync(join(tmpdir(), 'prof-'))
const pg = await startPostgres({ durable: true, env: {} })
const sandbox = await startSandbox({ rateLimits: 'off' })
const { token } = await sandbox.control.mintToken({})
const ek = generateKeyEncryptionKey()
const d = await createDatabase(pg.url)
const s = await seed(d.url, parseKeyEncryptionKey(ek), 100)
const p = await startPeer('/work/main/apps/server/src/main.ts', [], { NODE_ENV: 'production', NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${scratch}`, DATABASE_URL: d.url, DATA_DIR: join(scratch, 'd'), PORT: '0', ENCRYPTION_KEY: ek, AUTH_SECRET: 'x'.repeat(40), RATE_LIMITS: 'off', JOBS: 'off', HEROKU_API_URL: sandbox.url })
const c = cases.find((x) => x.name === which)!
const t = { url: p.url, headers: { authorization: `Bearer ${s.accessToken}` }, connectionIds: s.connectionIds, herokuToken: token }
await c.ours(t, { concurrency: 8, seconds: 1 })
const b = p.cpuMs()
const r = await c.ours(t, { concurrency: 8, seconds: 4 })
console.log(which, Math.round(r.perSecond), 'per s', Math.round((p.cpuMs() - b) * 1000 / r.requests), 'us CPU')
await p.stop()
await new Promise((r) => setTimeout(r, 1500))
const f = readdirSync(scratch).find((x) => x.endsWith('.cpuprofile'))!
const prof = JSON.parse(readFileSync(join(scratch, f), 'utf8'))
const self = new Map<string, number>()
const byId = new Map(prof.nodes.map((n: any) => [n.id, n]))
const dt = prof.timeDeltas
prof.samples.forEach((id: number, i: number) => { const n: any = byId.get(id); const u = n.callFrame.url.replace(/.*node_modules\/\.pnpm\/([^/]+)\/.*/, '$1').replace('file:///work/main/', ''); const k = `${n.callFrame.functionName || '(anon)'} ${u}`; self.set(k, (self.get(k) ?? 0) + dt[i]) })
const pkg = new Map<string, number>()
let total = 0
for (const [k, v] of self) { if (/\(idle\)|\(program\)/.test(k)) continue; total += v; const u = k.split(' ').at(-1)!; const g = u.includes('@') ? u.split('@').slice(0, 2).join('@') : u.split('/').slice(0, 3).join('/'); pkg.set(g, (pkg.get(g) ?? 0) + v) }
console.log([...pkg].sort((a, b) => b[1] - a[1]).slice(0, 25).map(([k, v]) => (v / total * 100).toFixed(1) + '% ' + k).join('\n'))
console.log([...self].sort((a, b) => b[1] - a[1]).slice(0, 40).map(([k, v]) => (v / total * 100).toFixed(1) + '% ' + k).join('\n'))
await sandbox.close(); await s.database.close(); await d.drop(); await pg.stop()
process.exit(0)
