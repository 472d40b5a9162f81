/**
 * The vitest settings all packages share. `RAN_DIR`, set by `npm test`, is where each suite leaves its counts, so that
 * the closing lines of the run name what really ran.
 */
export function suite(name: string, test: Record<string, unknown> = {}) {
  const ranDir = process.env.RAN_DIR
  return {
    test: {
      name,
      include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
      passWithNoTests: false,
      reporters: ranDir ? ['default', 'json'] : ['default'],
      ...(ranDir ? { outputFile: { json: `${ranDir}/${name}.json` } } : {}),
      ...test,
    },
  }
}
