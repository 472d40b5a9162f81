// What decides a use, for those who measure it.
export { decide } from '../src/broker/decide.ts'
export { countedGrants } from '../src/broker/spend.ts'
