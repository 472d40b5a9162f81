import { redirect } from 'next/navigation'

export default async function OrganizationPage({ params }: { params: Promise<{ slug: string }> }) {
  redirect(`/o/${(await params).slug}/connections`)
}
