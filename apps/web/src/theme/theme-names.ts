/** Light or dark, as the device has it (`system`) or as chosen. */
export const themes = ['system', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

/** The browser's storage key of the choice. */
export const themeKey = 'theme'
