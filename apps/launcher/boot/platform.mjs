/**
 * What a machine is, as far as the choice of a Node goes.
 * @typedef {{ platform: string, arch: string, node: string, glibc: string | undefined }} Machine
 */

/** The architectures that the packages bring a Node for. It needs this C library or a later one. */
const broughtFor = ['x64', 'arm64']
const broughtNeedsGlibc = [2, 28]
/** From this release on, Node runs TypeScript directly. */
const runsTypeScript = [22, 18]
const startsAtAll = [20, 0]

/** @returns {Machine} */
export function thisMachine() {
  return { platform: process.platform, arch: process.arch, node: process.versions.node, glibc: glibcVersion() }
}

/** The version of the C library where that is glibc, from Node's own report. */
function glibcVersion() {
  if (process.platform !== 'linux') return undefined
  // Otherwise the report looks up the name of every address of this machine, which may take seconds.
  Object.assign(process.report, { excludeNetwork: true })
  /** @type {{ header?: { glibcVersionRuntime?: string } }} */
  const { header } = process.report.getReport()
  return header?.glibcVersionRuntime
}

/**
 * Which Node a machine works with: the one that the packages bring, its own, or none, with one sentence that says why.
 * @param {Machine} machine
 * @returns {{ node: 'brought' | 'own' } | { refused: string }}
 */
export function chooseNode({ platform, arch, node, glibc }) {
  if (platform === 'win32') return { refused: 'Windows is not supported: run this inside WSL 2 with Node 20 or later.' }
  if (!atLeast(node, startsAtAll)) return { refused: `Node ${node} is too old: install Node 20 or later.` }
  const built = platform === 'linux' && broughtFor.includes(arch)
  if (built && glibc !== undefined && atLeast(glibc, broughtNeedsGlibc)) return { node: 'brought' }
  if (atLeast(node, runsTypeScript)) return { node: 'own' }
  const remedy = 'install Node 24 (or 22.18 and later) and try again.'
  if (!built) return { refused: `On ${platform}-${arch} ${remedy}` }
  if (glibc !== undefined) return { refused: `The glibc ${glibc} of this system is older than 2.28: ${remedy}` }
  return { refused: `This system has no glibc (Alpine has none, for example), which the brought Node needs: ${remedy}` }
}

/**
 * @param {string} version
 * @param {number[]} least
 */
function atLeast(version, [leastMajor = 0, leastMinor = 0]) {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major > leastMajor || (major === leastMajor && minor >= leastMinor)
}
