/** Stands for the scrubber where its cost is measured: everything goes on as it is. */
export function createScrubber() {
  return { push: (bytes: Buffer) => bytes, end: () => Buffer.alloc(0), found: false }
}
