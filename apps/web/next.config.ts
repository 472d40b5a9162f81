import { join } from 'node:path'
import type { NextConfig } from 'next'

export default {
  output: 'standalone',
  // What the pages import lives in the whole workspace, not only beside them.
  outputFileTracingRoot: join(import.meta.dirname, '../..'),
  // `npm run check` checks the types; here it would cost every start seconds, and need the tools of the tests.
  typescript: { ignoreBuildErrors: true },
  poweredByHeader: false,
  // No page needs it, and it would fetch and work for whoever asks.
  images: { unoptimized: true },
  reactStrictMode: true,
  devIndicators: false,
} satisfies NextConfig
