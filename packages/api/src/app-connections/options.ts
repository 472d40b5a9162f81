import { apps } from '@app-connections/schemas'

/** The apps that can be connected and by which methods, by name. */
export function options() {
  return Object.values(apps)
    .map(({ app, name, methods }) => ({ name, app, methods: [...methods] }))
    .sort((a, b) => a.name.localeCompare(b.name, 'en'))
}
