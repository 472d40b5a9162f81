/** Light and dark by the device (`system`) or by choice. */
export const themes = ['system', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

/** Where the browser keeps the choice. */
export const themeKey = 'theme'
