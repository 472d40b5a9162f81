// Loaded into a program that knows nothing of its parent: a parent that was killed cannot ask it to end, so the end of
// their channel is the signal. Whoever stayed would hold the port that the next start needs.
process.on('disconnect', () => process.exit(0))
