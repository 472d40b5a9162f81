import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { servedPackage } from './served.ts'

const root = join(import.meta.dirname, '..')
const file = join(root, 'dist', 'served.tgz')
mkdirSync(dirname(file), { recursive: true })
writeFileSync(file, servedPackage(root))
