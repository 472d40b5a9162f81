/** Markup that is safe to send: every text in it is escaped. */
export interface Html {
  readonly markup: string
}

type Part = Html | string | number | undefined | readonly Part[]

/** Makes markup. Escapes every part that is not markup itself; undefined gives nothing. */
export function html(strings: TemplateStringsArray, ...parts: Part[]): Html {
  return { markup: strings.map((text, index) => text + (index < parts.length ? render(parts[index]) : '')).join('') }
}

function render(part: Part): string {
  if (part === undefined) return ''
  if (typeof part === 'string' || typeof part === 'number') return escaped(`${part}`)
  if ('markup' in part) return part.markup
  return part.map(render).join('')
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? '')
}

/** A text as paragraphs. */
export function prose(text: string): Html {
  return html`${text.split(/\n{2,}/).map((paragraph) => html`<p>${phrase(paragraph)}</p>`)}`
}

/** A text in which the words in backticks are code. */
export function phrase(text: string): Html {
  return html`${text.split('`').map((part, index) => (index % 2 === 0 ? part : html`<code>${part}</code>`))}`
}

/** A value as JSON, in a block that scrolls by itself. */
export function block(value: unknown, label: string): Html {
  const text = typeof value === 'string' ? value : JSON.stringify(value, null, 2)
  return html`<pre tabindex="0" role="group" aria-label="${label}"><code>${text}</code></pre>`
}
