export * from './callers.ts'
export * from './login.ts'
export * from './people.ts'
export * from './setup.ts'
