import type { Webhook } from '@app-connections/schemas'
import Link from 'next/link'
import { Badge } from '@/components/ui/badge.tsx'
import { Cell, NameCell, Row, Table, TableBody, TableHead, wideOnly } from '@/components/ui/lists/table.tsx'
import { eventsInWords } from '../event-words.ts'
import { LastDelivery } from './last-delivery.tsx'

/** The webhooks with their events and their latest delivery. `home` is the path of their pages. */
export function WebhooksList({ webhooks, home }: { webhooks: readonly Webhook[]; home: string }) {
  return (
    <Table label="Webhooks">
      <TableHead>
        <th scope="col">Address</th>
        <th scope="col" className={wideOnly}>
          Last delivery
        </th>
        <th scope="col">State</th>
      </TableHead>
      <TableBody>
        {webhooks.map(({ id, url, description, events, enabled }) => (
          <Row key={id}>
            <NameCell>
              <Link href={`${home}/${id}`} prefetch={false} className="block truncate font-medium hover:underline">
                {url.replace(/^https:\/\//, '')}
              </Link>
              <p className="truncate text-[0.8125rem] text-muted">
                {[description, eventsInWords(events)].filter((each) => each !== '').join(' · ')}
              </p>
              <div className="mt-1.5 md:hidden">
                <LastDelivery webhookId={id} />
              </div>
            </NameCell>
            <Cell className={wideOnly}>
              <LastDelivery webhookId={id} />
            </Cell>
            <Cell className="whitespace-nowrap">
              <Badge look={enabled ? 'good' : 'plain'}>{enabled ? 'On' : 'Off'}</Badge>
            </Cell>
          </Row>
        ))}
      </TableBody>
    </Table>
  )
}
