import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { createRequest, textFromBytes } from '../http/message.ts';
import type { Services } from './services.ts';
import { type Envelope, exceptionsOf, framesOf, issuesFrom, type TrackedIssue } from './tracker.ts';

interface Props {
  readonly services: Services;
  /** The service that takes the envelopes. */
  readonly collector: string;
  readonly listening: boolean;
}

/** What reached the error tracker, grouped as trackers do. */
export function TrackerPane({ services, collector, listening }: Props) {
  const envelopes = useSignal<readonly Envelope[]>([]);
  useEffect(() => {
    if (!listening) return undefined;
    const leave = new AbortController();
    void follow(services, collector, leave.signal, (arrived) => {
      envelopes.value = arrived;
    });
    return () => leave.abort();
  }, [services, collector, listening]);
  const { issues, unread } = issuesFrom(envelopes.value);
  return (
    <div class="tracker">
      {issues.length === 0 && (
        <p class="empty">
          Nothing has reached the tracker{envelopes.value.length > 0 && ' that is an event'}. What your server
          reports appears here.
        </p>
      )}
      {unread > 0 && (
        <p class="problem">{unread} events could not be read: they are not in the form of events.</p>
      )}
      {issues.map((issue) => (
        <IssueView key={issue.key} issue={issue} />
      ))}
    </div>
  );
}

function IssueView({ issue }: { readonly issue: TrackedIssue }) {
  const latest = issue.events.at(-1);
  if (!latest) return null;
  const { event, raw, envelope } = latest;
  const facts = [
    ['level', event.level],
    ['release', event.release],
    ['environment', event.environment],
    ...Object.entries(event.tags ?? {}),
  ] as const;
  return (
    <details class="issue">
      <summary>
        <span class="issue-count">{issue.events.length} ×</span> <strong>{issue.title}</strong>{' '}
        <span class="issue-where">{issue.where}</span>
      </summary>
      <dl>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value === undefined || value === null ? 'not told' : String(value)}</dd>
          </div>
        ))}
      </dl>
      {exceptionsOf(event)
        .toReversed()
        .map((exception, i) => (
          <div key={i} class="stack">
            <p>
              {i > 0 && 'caused by '}
              {exception.type}: {exception.value}
            </p>
            {framesOf(exception).map(({ function: name, filename, lineno, in_app }, j) => (
              <div key={j} data-own={in_app !== false}>
                at {name ?? '?'} ({filename}:{lineno})
              </div>
            ))}
          </div>
        ))}
      <details>
        <summary>Breadcrumbs and all else, as it came</summary>
        <pre>{JSON.stringify(raw, null, 2)}</pre>
      </details>
      <details>
        <summary>The envelope, line by line</summary>
        <pre>{envelope}</pre>
      </details>
    </details>
  );
}

/** Asks the collector for what has arrived, and again as soon as there is more. */
async function follow(
  services: Services,
  collector: string,
  signal: AbortSignal,
  tell: (envelopes: readonly Envelope[]) => void,
): Promise<void> {
  const ask = async (path: string): Promise<unknown> => {
    const response = await services.request(collector, createRequest({ path }));
    return JSON.parse(textFromBytes(response.body));
  };
  try {
    while (!signal.aborted) {
      const [arrived, events] = await Promise.all([ask('/control/envelopes'), ask('/control/events')]);
      if (signal.aborted) return;
      tell(arrived as readonly Envelope[]);
      await ask(`/control/wait?events=${(events as unknown[]).length + 1}&for=2500`);
    }
  } catch {
    // The services are gone with their engine; the next run starts this anew.
  }
}
