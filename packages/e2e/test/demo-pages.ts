import type { Locator, Page } from 'playwright-core'

/** Signs in from wherever the service's address leads, and goes on to the list of connections. */
export async function signIn(page: Page, url: string, email: string, password: string): Promise<void> {
  await page.goto(url)
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await goToConnections(page)
}

/** From any page of an organization to its list of connections. */
export async function goToConnections(page: Page): Promise<void> {
  await page.getByRole('navigation', { name: 'Organization' }).getByRole('link', { name: 'Connections' }).click()
  await connectionsHeading(page).waitFor()
}

export function connectionsHeading(page: Page): Locator {
  return page.getByRole('heading', { level: 1, name: 'Connections' })
}

/** The row of a connection in the list. */
export function connectionRow(page: Page, name: string): Locator {
  return page.getByRole('row').filter({ has: page.getByRole('rowheader').getByText(name, { exact: true }) })
}

export function newConnectionButton(page: Page): Locator {
  return page.getByRole('button', { name: 'New connection' })
}

/** Fills the form for a new connection, without sending it. */
export async function fillConnection(page: Page, connection: { name: string; token: string }): Promise<void> {
  await newConnectionButton(page).click()
  const dialog = page.getByRole('dialog', { name: 'New connection' })
  await dialog.getByLabel('App').selectOption({ label: 'Heroku' })
  await dialog.getByLabel('Name', { exact: true }).fill(connection.name)
  await dialog.getByLabel('Auth Token', { exact: true }).fill(connection.token)
}

/** Sends the form for a new connection, waits for what was learned of it, and goes back to where one was. */
export async function sendConnection(page: Page, name: string): Promise<void> {
  await page.getByRole('dialog').getByRole('button', { name: 'Connect', exact: true }).click()
  const learned = page.getByRole('dialog', { name: `Connected ${name}` })
  await learned.getByRole('button', { name: 'Done' }).click()
  await learned.waitFor({ state: 'detached' })
}

/** Deletes a connection and confirms that. */
export async function deleteConnection(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: `Delete ${name}` }).click()
  const question = page.getByRole('alertdialog', { name: `Delete ${name}?` })
  await question.getByRole('button', { name: 'Delete connection' }).click()
  await question.waitFor({ state: 'detached' })
}
