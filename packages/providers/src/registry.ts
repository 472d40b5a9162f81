// Every provider, each on a line. The compiler names the app of `schemas` that has none.
export { heroku } from './heroku/index.ts'
export { render } from './render/index.ts'
