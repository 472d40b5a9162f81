// Loaded into a program that does not know its parent. A parent that was killed cannot ask it to end, so the end of
// their channel is the signal. Otherwise the program would keep the port that the next start needs.
process.on('disconnect', () => process.exit(0))
