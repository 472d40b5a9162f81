/** The id of a page's main content: for the link that skips to it, and where focus goes when it has no place left. */
export const contentId = 'content'
