// Runs until it is asked to end. With an argument, it reports that it is ready, and ends with its parent.
process.stdout.write(`program ${process.pid}\n`)
setInterval(() => {}, 60_000)
if (process.argv.includes('says-ready')) {
  process.on('disconnect', () => process.exit(0))
  process.send?.({ type: 'ready' })
}
