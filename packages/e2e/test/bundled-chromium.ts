import { execFile } from 'node:child_process'
import { createReadStream, createWriteStream } from 'node:fs'
import { access, chmod, mkdtemp, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import { createBrotliDecompress } from 'node:zlib'

const run = promisify(execFile)

/** A Chromium to start: its program, and what its environment needs besides. */
export interface ChromiumProgram {
  readonly path: string
  readonly env: Readonly<Record<string, string>>
}

/** Whether the npm package is installed and for this platform: it is for linux-x64 with glibc. */
export function hasBundledChromium(): boolean {
  return packageRoot() !== undefined
}

/**
 * The Chromium of the npm package @sparticuz/chromium with the libraries it needs beside it, so that the machine needs
 * none of them. Unpacked once a version (4 s, 210 MB) into the folder for temporary files.
 */
export async function bundledChromium(): Promise<ChromiumProgram> {
  const installed = packageRoot()
  if (installed === undefined) throw new Error('@sparticuz/chromium is not installed')
  const { version } = JSON.parse(await readFile(join(installed, 'package.json'), 'utf8'))
  const user = process.getuid?.() ?? 0
  const folder = join(tmpdir(), `app-connections-chromium-${version}-${user}`)
  if (!(await isThere(folder))) await unpack(join(installed, 'bin'), folder)
  // In a folder that all may write to, somebody else could have been first.
  if ((await stat(folder)).uid !== user) throw new Error(`${folder} belongs to another user: remove it`)
  return {
    path: join(folder, 'chromium'),
    env: { LD_LIBRARY_PATH: join(folder, 'lib'), FONTCONFIG_PATH: folder },
  }
}

function packageRoot(): string | undefined {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined
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
    await inflate(join(from, 'chromium.br'), join(fresh, 'chromium'))
    await chmod(join(fresh, 'chromium'), 0o755)
    for (const name of ['al2023.tar', 'fonts.tar', 'swiftshader.tar']) {
      const archive = join(fresh, name)
      await inflate(join(from, `${name}.br`), archive)
      await run('tar', ['-x', '--no-same-owner', '-f', archive, '-C', fresh])
      await rm(archive)
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

function inflate(from: string, to: string): Promise<void> {
  return pipeline(createReadStream(from), createBrotliDecompress(), createWriteStream(to))
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
