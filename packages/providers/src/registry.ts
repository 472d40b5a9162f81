// Every provider, a line each; the compiler asks for the one that an app of `schemas` still misses.
export { heroku } from './heroku/index.ts'
export { render } from './render/index.ts'
