export { type RenderSandbox, startRenderSandbox } from './sandbox.ts'
