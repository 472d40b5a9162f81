export { broker as herokuBroker } from '../src/heroku/broker.ts'
export { herokuRoutes } from '../src/heroku/routes.ts'
