import { EngineError } from '../errors.ts';

/** How far a boot has come: the host's page was asked for, or has answered. */
export type BootProgress = 'asked' | 'answered';

/** How long the trial request may take, in milliseconds. */
const trialLimit = 5000;

interface Host {
  readonly origin: string;
  readonly fetch: typeof fetch;
}

/** Why the host's page cannot be reached; `undefined` where it can. */
export async function hostProblem({ origin, fetch }: Host): Promise<EngineError | undefined> {
  try {
    // What comes back cannot be read, but that something came can be seen.
    await fetch(`${origin}/headless`, {
      mode: 'no-cors',
      credentials: 'omit',
      cache: 'no-store',
      signal: AbortSignal.timeout(trialLimit),
    });
    return undefined;
  } catch (cause) {
    return new EngineError('ERR_ENGINE_UNREACHABLE', `\`${new URL(origin).host}\` cannot be reached.`, {
      hint: 'Check that you are online; a school or a company may block it.',
      cause,
    });
  }
}

/** What keeps the host's page silent: its host, or else the browser, which keeps its frame from starting. */
export async function findBootFailure(host: Host): Promise<EngineError> {
  return (
    (await hostProblem(host)) ??
    new EngineError(
      'ERR_ENGINE_FRAME_BLOCKED',
      `\`${new URL(host.origin).host}\` can be reached, but its frame does not start on this page.`,
      { hint: 'Allow storage (cookies) of other sites for this page, or use another browser.' },
    )
  );
}

/** The host's page has answered, and no container came. */
export function explainHungBoot(milliseconds: number): EngineError {
  return new EngineError(
    'ERR_ENGINE_TIMEOUT',
    `The container did not start within ${Math.round(milliseconds / 1000)} seconds.`,
    { hint: 'Try again; the service may be busy, or the connection slow.' },
  );
}
