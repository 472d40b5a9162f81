/** The page's style: light or dark as the device prefers, in one column on narrow screens. */
export const style = `
:root { color-scheme: light dark; --canvas: light-dark(#fdfdfe, #131418); --surface: light-dark(#f4f5f8, #1c1e24);
  --line: light-dark(#e1e3ea, #30333d); --ink: light-dark(#1c1f27, #eceef3); --muted: light-dark(#5a6070, #a6acbb);
  --accent: light-dark(#4338ca, #a5b4fc); --strong: light-dark(#b42318, #fda29b); }
* { box-sizing: border-box; }
html { background: var(--canvas); color: var(--ink); scroll-padding-top: 1rem;
  font: 1rem/1.55 ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
body { margin: 0 auto; max-width: 76rem; padding: 1.5rem 1rem 4rem; }
a { color: var(--accent); text-underline-offset: 0.15em; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
h1, h2, h3, h4 { line-height: 1.25; margin: 0; overflow-wrap: anywhere; }
h1 { font-size: 1.75rem; } h2 { font-size: 1.35rem; margin-top: 3rem; } h3 { font-size: 1.1rem; }
h3 a { color: inherit; text-decoration: none; } h3 a:hover { text-decoration: underline; }
h4 { font-size: 0.85rem; margin: 1.25rem 0 0.35rem; color: var(--muted); }
p { margin: 0.5rem 0; overflow-wrap: anywhere; }
code, pre { font-family: ui-monospace, "SF Mono", Menlo, Consolas, "Liberation Mono", monospace; font-size: 0.875em; }
pre { background: var(--surface); border: 1px solid var(--line); border-radius: 0.5rem; margin: 0.5rem 0; overflow-x: auto;
  padding: 0.75rem 1rem; font-size: 0.875rem; } pre code { font-size: inherit; }
.muted, .limits { color: var(--muted); font-size: 0.9rem; }
.operation, .schema { border-top: 1px solid var(--line); margin-top: 1.75rem; padding-top: 1.5rem; }
.address { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0.25rem 0.6rem; }
.verb { font-size: 0.75rem; font-weight: 700; border: 1px solid var(--line); border-radius: 0.3rem; padding: 0.1rem 0.45rem; }
.verb.delete { color: var(--strong); }
.fields { list-style: none; margin: 0.35rem 0; padding: 0; border: 1px solid var(--line); border-radius: 0.5rem; }
.fields li { padding: 0.6rem 0.9rem; overflow-wrap: anywhere; } .fields li + li { border-top: 1px solid var(--line); }
.fields p { margin: 0.15rem 0 0; font-size: 0.9rem; color: var(--muted); }
.name { font-weight: 600; } .type { font-size: 0.9rem; } .required { color: var(--strong); font-size: 0.8rem; }
details { border: 1px solid var(--line); border-radius: 0.5rem; margin: 0.35rem 0; padding: 0 0.9rem; }
summary { cursor: pointer; padding: 0.55rem 0; } details[open] { padding-bottom: 0.6rem; }
.status { font-weight: 650; font-variant-numeric: tabular-nums; }
nav ul { list-style: none; margin: 0; padding: 0; } nav li a { display: block; padding: 0.3rem 0; text-decoration: none; }
nav li a:hover { text-decoration: underline; } nav h2 { font-size: 0.9rem; margin: 1rem 0 0.2rem; color: var(--muted); }
nav { border: 1px solid var(--line); border-radius: 0.5rem; padding: 0 1rem 1rem; margin-top: 1.5rem; }
@media (min-width: 62rem) { .columns { display: grid; grid-template-columns: 17rem minmax(0, 1fr); gap: 3rem; }
  nav { position: sticky; top: 1rem; align-self: start; max-height: calc(100vh - 2rem); overflow-y: auto; }
  main > h2:first-child { margin-top: 1.5rem; } }
`
