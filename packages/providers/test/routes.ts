export { herokuRoutes } from '../src/heroku/routes.ts'
