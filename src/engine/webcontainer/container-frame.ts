import type { BootOptions, WebContainer } from '@webcontainer/api';
import { EngineError } from '../errors.ts';
import { type BootProgress, explainHungBoot, findBootFailure, hostProblem } from './boot-failure.ts';

/** What the script of the frame (`frame/main.ts`) offers to the page. */
export interface ContainerFrame {
  readonly boot: (options: BootOptions) => Promise<WebContainer>;
  /** The resident program, one CommonJS file. */
  readonly agent: string;
  /** Where containers are served from. */
  readonly origin: string;
  /** The frame's own, because the page's policy lets it ask this site alone. */
  readonly fetch: typeof fetch;
}

/** How long is waited, in milliseconds. */
export interface BootLimits {
  /** For the host's page to answer. */
  readonly answer: number;
  /** For the container, once it has. */
  readonly build: number;
  /** For the host's page to answer all the same, once a trial request has failed. */
  readonly grace: number;
}

export const bootLimits: BootLimits = { answer: 20_000, build: 60_000, grace: 3000 };

/** A container with the frame that its client lives in. */
export class BootedContainer {
  readonly container: WebContainer;
  readonly agent: string;
  readonly #frame: HTMLIFrameElement;

  private constructor(container: WebContainer, agent: string, frame: HTMLIFrameElement) {
    this.container = container;
    this.agent = agent;
    this.#frame = frame;
  }

  /** Boots a container through the client in a new frame; rejects with what is in the way. */
  static async boot(
    frameUrl: string,
    workdirName: string,
    limits: BootLimits,
    signal?: AbortSignal,
  ): Promise<BootedContainer> {
    signal?.throwIfAborted();
    if (!globalThis.crossOriginIsolated) {
      throw new EngineError(
        'ERR_ENGINE_NOT_ISOLATED',
        'This page is not cross-origin isolated, and a WebContainer needs memory that is shared.',
        {
          hint: 'The site’s operator sets the headers in `docs/operators.md`; the built-in engine works without.',
        },
      );
    }
    const frame = document.createElement('iframe');
    frame.hidden = true;
    frame.title = 'WebContainer';
    frame.allow = 'cross-origin-isolated';
    const settled = new AbortController();
    try {
      const client = await loadClient(frame, frameUrl, settled.signal, signal);
      const container = await bootWithin(frame, client, workdirName, limits, settled.signal, signal);
      return new BootedContainer(container, client.agent, frame);
    } catch (error) {
      frame.remove();
      signal?.throwIfAborted();
      throw error;
    } finally {
      settled.abort();
    }
  }

  /** Ends the container with everything in it. */
  close(): void {
    try {
      this.container.teardown();
    } catch {
      // It has failed before: what matters is that its frame goes.
    }
    this.#frame.remove();
  }
}

function loadClient(
  frame: HTMLIFrameElement,
  url: string,
  settled: AbortSignal,
  signal: AbortSignal | undefined,
): Promise<ContainerFrame> {
  return new Promise((resolve, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason), { signal: settled });
    frame.addEventListener(
      'load',
      () => {
        // A page that a policy keeps from its frames shows an error page in it, of another origin.
        const inside = frame.contentDocument && (frame.contentWindow as { containerFrame?: ContainerFrame });
        if (inside?.containerFrame) resolve(inside.containerFrame);
        else {
          reject(
            new EngineError('ERR_ENGINE_BLOCKED', 'The frame of the WebContainer client did not load.', {
              hint: 'Reload the page; an extension or a policy may keep the site from its own frames.',
            }),
          );
        }
      },
      { signal: settled },
    );
    frame.src = url;
    document.body.append(frame);
  });
}

/** The boot, or the reason why it does not come: offline, the client neither resolves nor rejects. */
function bootWithin(
  frame: HTMLIFrameElement,
  client: ContainerFrame,
  workdirName: string,
  limits: BootLimits,
  settled: AbortSignal,
  signal: AbortSignal | undefined,
): Promise<WebContainer> {
  return new Promise((resolve, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason), { signal: settled });
    const timers = new Set<ReturnType<typeof setTimeout>>();
    settled.addEventListener('abort', () => timers.forEach(clearTimeout));
    const after = (milliseconds: number, what: () => void): void => {
      timers.add(setTimeout(what, milliseconds));
    };
    let progress: BootProgress = 'asked';
    frame.contentWindow?.addEventListener('message', ({ origin, data }: MessageEvent) => {
      if (origin !== client.origin || data?.type !== 'init' || progress !== 'asked') return;
      progress = 'answered';
      after(limits.build, () => reject(explainHungBoot(limits.build)));
    });
    frame.contentDocument?.addEventListener('securitypolicyviolation', () => {
      if (progress === 'asked') void findBootFailure(client).then(reject);
    });
    after(limits.answer, () => {
      if (progress === 'asked') void findBootFailure(client).then(reject);
    });
    void hostProblem(client).then((problem) => {
      // A trial can fail where a frame does not, so the host's page has some time left.
      if (problem) after(limits.grace, () => progress === 'asked' && reject(problem));
    });
    isolationOf(frame.src)
      .then((coep) => client.boot({ coep, workdirName }))
      .then(resolve, (error: unknown) => reject(failedBuild(error)));
  });
}

/** How this site isolates its pages: the service's frames have to be served in the same way. */
async function isolationOf(url: string): Promise<'credentialless' | 'require-corp'> {
  const headers = await fetch(url, { method: 'HEAD' }).then(
    (response) => response.headers,
    () => new Headers(),
  );
  return headers.get('cross-origin-embedder-policy') === 'credentialless' ? 'credentialless' : 'require-corp';
}

function failedBuild(error: unknown): EngineError {
  const message = error instanceof Error || hasMessage(error) ? error.message : String(error);
  if (outOfMemory.test(message)) {
    return new EngineError('ERR_ENGINE_OUT_OF_MEMORY', `The container got no memory: ${message}`, {
      cause: error,
    });
  }
  return new EngineError('ERR_ENGINE_CRASHED', `The container could not start: ${message}`, { cause: error });
}

/** In the words of Chromium, Firefox and Safari. */
export const outOfMemory = /out of memory|allocation failed|could not allocate|cannot allocate/i;

// An error of the frame is no `Error` of this page.
function hasMessage(error: unknown): error is { message: string } {
  return typeof error === 'object' && error !== null && 'message' in error;
}
