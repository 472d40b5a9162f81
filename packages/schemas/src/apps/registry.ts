// Every app, a line each: the file of its facts. A new line here makes the compiler ask for its provider.
export { heroku } from './heroku.ts'
export { render } from './render.ts'
