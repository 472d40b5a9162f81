import { forbidden, notFound } from '../errors.ts'
import type { Account, App, State } from '../state.ts'

/** An app by id or by name. */
export function findApp(state: State, idOrName: string): App | undefined {
  const byId = state.apps.get(idOrName)
  if (byId !== undefined) return byId
  for (const app of state.apps.values()) if (app.name === idOrName) return app
  return undefined
}

/** Whether an account is on an app itself: as owner or as collaborator. */
export function isOn(app: App, account: Account): boolean {
  return (app.teamId === null && app.ownerId === account.id) || app.collaboratorIds.includes(account.id)
}

/** Whether an account sees an app: on it, or through its team. */
export function sees(state: State, account: Account, app: App): boolean {
  if (isOn(app, account)) return true
  const team = app.teamId === null ? undefined : state.teams.get(app.teamId)
  return team?.members.some((member) => member.accountId === account.id) ?? false
}

/** The app a path names. Throws 404 where there is none and 403 where it is somebody else's. */
export function appFor(state: State, account: Account, idOrName: string): App {
  const app = findApp(state, idOrName)
  if (app === undefined) throw notFound('app')
  if (!sees(state, account, app)) throw forbidden(`You do not have access to the app ${app.name}.`)
  return app
}
