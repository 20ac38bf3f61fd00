import type { BootStage, Capability, EngineKind, ExitStatus } from '../engine/engine.ts';
import { EngineError } from '../engine/errors.ts';
import type { SourcePlace } from './program-error.ts';
import type { ShareProblem } from './share-link.ts';

/**
 * Every sentence that the workbench says about something that went wrong. An explanation has three parts: what happened,
 * what is safe, and what to do next. Nothing here shows an internal error's own text.
 */
export interface Explanation {
  readonly what: string;
  readonly safe: string;
  readonly next: string;
  /** A short name for reports, such as an engine's error code. */
  readonly reference?: string;
}

const codeIsSafe = 'Your code is as you left it.';

export const stageNames: Readonly<Record<BootStage, string>> = {
  download: 'Fetching Node’s library …',
  start: 'Starting Node …',
  ready: 'Laying out your files …',
};

/** How the engines are called where one is chosen, and what to know before. */
export const engineNames: Readonly<Record<OfferedEngine, { readonly name: string; readonly about: string }>> =
  {
    embedded: {
      name: 'Built-in',
      about:
        'Node’s own library in this page. It starts at once, works offline, and is all that the course needs.',
    },
    webcontainer: {
      name: 'Full Node (WebContainer)',
      about:
        'The whole of Node with a terminal and `npm install`. It is served by StackBlitz, so it needs their hosts, is paid for in commercial production use, and is blocked in many schools.',
    },
  };

export type OfferedEngine = Exclude<EngineKind, 'native'>;

/** An engine that could not boot, or failed while it worked. */
export function explainEngineFailure(error: unknown, kind: OfferedEngine = 'embedded'): Explanation {
  if (kind === 'webcontainer') return explainContainerFailure(error);
  const code = error instanceof EngineError ? error.code : undefined;
  const reference = code ?? (error instanceof Error ? error.name : 'unknown');
  const base = { safe: codeIsSafe, reference };
  switch (code) {
    case 'ERR_ENGINE_UNSUPPORTED':
      return {
        ...base,
        what: 'This browser cannot run the sandbox.',
        next: 'A current Chrome, Edge, Firefox or Safari can. The text reads whole without it.',
      };
    case 'ERR_ENGINE_BLOCKED':
      return {
        ...base,
        what: 'The sandbox could not be loaded: a file of this site did not arrive.',
        next: 'Check that you are online and that no extension blocks scripts or frames here, then run again.',
      };
    case 'ERR_ENGINE_TIMEOUT':
      return {
        ...base,
        what: 'The sandbox did not start in its time.',
        next: 'Run again. If the machine is busy, close what you do not need first.',
      };
    case 'ERR_ENGINE_OUT_OF_MEMORY':
      return {
        ...base,
        what: 'The browser ended the sandbox, most likely because the program had used up its memory.',
        next: 'Look for a list or a string that grows without end, then run again: a new sandbox starts.',
      };
    case 'ERR_ENGINE_BUSY':
      return {
        ...base,
        what: 'As many programs run as the sandbox has room for, so one more could not be started.',
        next: 'Look for a program that starts others without end. Stop ends them all.',
      };
    case 'ERR_ENGINE_STOPPED':
      return { ...base, what: 'The sandbox was stopped.', next: 'Run starts a new one.' };
    default:
      return {
        ...base,
        what: 'The sandbox failed, and it is not your code’s fault.',
        next: 'Run again: it starts a new one. If it fails again, reload the page.',
      };
  }
}

const containerIsApart =
  'Your code, the requests and the log are as you left them, and the built-in engine works without it.';

/** A WebContainer that could not boot, or failed while it worked. */
function explainContainerFailure(error: unknown): Explanation {
  const code = error instanceof EngineError ? error.code : undefined;
  const reference = code ?? (error instanceof Error ? error.name : 'unknown');
  const base = { safe: containerIsApart, reference };
  switch (code) {
    case 'ERR_ENGINE_NOT_ISOLATED':
      return {
        ...base,
        what: 'This page is not cross-origin isolated, and a WebContainer needs memory that its parts share.',
        next: 'The site has to send two headers, `Cross-Origin-Opener-Policy` and `Cross-Origin-Embedder-Policy`: tell whoever runs it. A page inside a frame of another site cannot have them.',
      };
    case 'ERR_ENGINE_UNREACHABLE':
      return {
        ...base,
        what: 'The host that serves WebContainers, `stackblitz.com`, cannot be reached from here.',
        next: 'Check that you are online. If other sites work, your network or an extension blocks it: an administrator can allow the hosts below.',
      };
    case 'ERR_ENGINE_FRAME_BLOCKED':
      return {
        ...base,
        what: 'The host of WebContainers can be reached, but this browser does not let its frame start: it blocks storage (cookies) of other sites, or frames.',
        next: 'Allow third-party storage for this page in the browser’s settings for privacy, or switch off what blocks frames here, then try again.',
      };
    case 'ERR_ENGINE_TIMEOUT':
      return {
        ...base,
        what: 'The host of WebContainers answered, but no container started in its time.',
        next: 'Try again: it begins anew. If it stays so, the service may be down, or your network lets only a part of it through; the hosts below are needed.',
      };
    case 'ERR_ENGINE_OUT_OF_MEMORY':
      return {
        ...base,
        what: 'The browser gave the container no more memory.',
        next: 'Close tabs that you do not need, then try again. If it happens while your program runs, look for a list or a string that grows without end.',
      };
    case 'ERR_ENGINE_BLOCKED':
      return {
        ...base,
        what: 'A file of this site that the container needs did not arrive.',
        next: 'Check that you are online and that no extension blocks scripts or frames here, then try again.',
      };
    case 'ERR_ENGINE_STOPPED':
      return { ...base, what: 'The container was stopped.', next: 'Run starts a new one.' };
    default:
      return {
        ...base,
        what: 'The container ended in the middle of its work, and it is not your code’s fault.',
        next: 'Try again: it starts a new one. Browsers end containers when memory is short.',
      };
  }
}

/** What a unit needs, in words, where the chosen engine cannot do it; told where the unit is. */
export function explainLack(lacks: readonly Capability[]): Explanation {
  const known: Partial<Record<Capability, string>> = {
    'async-context': 'keep the context of a request (`AsyncLocalStorage`) across `await`',
    'node-24': 'run Node 24, whose messages the text quotes',
  };
  const words = lacks.map((each) => known[each] ?? each.replaceAll('-', ' '));
  return {
    what: `This engine does not ${words.join(', nor does it ')}, and this exercise is about that.`,
    safe: 'Your code, the requests and the log are as you left them.',
    next: 'Use the built-in engine here: a right solution would fail the checks on this one.',
    reference: lacks.join(', '),
  };
}

/** A request that got no response. `seconds` is how long was waited. */
export function explainRequestFailure(error: unknown, port: number, seconds: number): Explanation {
  const reason = error instanceof EngineError ? (error.reason ?? error.code) : 'unknown';
  const base = { safe: 'The server was not touched otherwise.', reference: reason };
  switch (reason) {
    case 'ECONNREFUSED':
      return {
        ...base,
        safe: codeIsSafe,
        what: `Nothing listens on port ${port}, so the connection was refused.`,
        next: 'Run the server, or look in the log for why it ended.',
      };
    case 'ECONNRESET':
    case 'EPIPE':
      return {
        ...base,
        what: 'The server cut the connection before it had answered.',
        next: 'Look in the log: a crash, or a socket that was destroyed, ends like this for the person who asked.',
      };
    case 'HPE_INVALID':
      return {
        ...base,
        what: 'What came back is not an HTTP response.',
        next: 'Something wrote to the socket past Node’s own response. Look at what the handler writes.',
      };
    case 'ERR_ENGINE_TOO_LONG':
      return {
        ...base,
        what: 'The answer went on for more than 64 MiB, so we hung up.',
        next: 'Look for a handler that writes to the response in a loop that never ends.',
      };
    case 'ERR_ENGINE_TIMEOUT':
      return {
        ...base,
        what: `No answer in ${seconds} seconds, so we hung up.`,
        next: 'Some path through the handler ends without a response, waits for something that never comes, or never gives the thread back. A visitor would still be waiting.',
      };
    default:
      return { ...explainEngineFailure(error) };
  }
}

/** A request that the learner called off. */
export const requestCalledOff: Explanation = {
  what: 'You called the request off before an answer came.',
  safe: 'The server saw the connection close and runs on.',
  next: 'Send it again, or look at which path through the handler does not answer.',
};

/** A supervisor that has given up. */
export const crashLoop: Explanation = {
  what: 'The program crashed five times within ten seconds, so the supervisor has stopped starting it.',
  safe: codeIsSafe,
  next: 'A program that dies at once every time will not mend itself: look in the log for its last words, change the code, and run it.',
};

/** A program that runs but has opened no port. */
export function explainSilence(seconds: number): Explanation {
  return {
    what: `The program has been running for ${seconds} seconds and listens on no port.`,
    safe: `${codeIsSafe} Stop ends the program at any time, even in an endless loop.`,
    next: 'Look for `app.listen(…)`: is it there, and does the program reach it? A loop that never ends keeps it from ever getting there.',
  };
}

/** A program that ended although nobody stopped it. `error` is what it printed about its end. */
export function explainExit(
  status: ExitStatus,
  wasListening: boolean,
  error: { readonly text: string; readonly place: SourcePlace | undefined } | undefined,
): Explanation {
  const base = { safe: codeIsSafe };
  if (error?.place && error.text.startsWith('SyntaxError')) {
    const { file, line, column } = error.place;
    return {
      ...base,
      what: `The program could not start: \`${file}\`, line ${line}, column ${column}: ${error.text}`,
      next: 'Node reads the whole file before it runs any of it, so nothing ran. Mend that place, or one just before it.',
    };
  }
  if (status.signal !== null) {
    return {
      ...base,
      what: `The program was ended by ${status.signal}.`,
      next: 'Run starts it again.',
    };
  }
  if (error) {
    const where = error.place ? ` (\`${error.place.file}\`, line ${error.place.line})` : '';
    return {
      ...base,
      what: `An error that nothing caught ended the program with code ${status.code}: ${error.text}${where}`,
      next: wasListening
        ? 'Everybody whose request was open at that moment lost it. Look in the log for where the error came from.'
        : 'It happened before the server listened. Look in the log for where it came from.',
    };
  }
  if (status.code === 0) {
    return {
      ...base,
      what: wasListening
        ? 'The program ended by itself, with code 0.'
        : 'The program ran to its end and never listened on a port.',
      next: wasListening
        ? 'Something closed the server, or called `process.exit(0)`.'
        : 'A server stays because it listens: look for `app.listen(…)`.',
    };
  }
  return {
    ...base,
    what: `The program ended with code ${status.code}.`,
    next: 'Look in the log for its last words, and in the code for `process.exit(…)`.',
  };
}

/** A check that could not be carried out at all. */
export function explainCheckFailure(error: unknown, kind: OfferedEngine = 'embedded'): Explanation {
  const cause = explainEngineFailure(error, kind);
  return {
    ...cause,
    what: `Your code was not judged. ${cause.what}`,
    next: kind === 'embedded' ? 'Check again; it uses a sandbox of its own.' : cause.next,
  };
}

/** The workbench's own code or data did not arrive. */
export const workbenchDidNotLoad: Explanation = {
  what: 'The sandbox could not be loaded.',
  safe: 'The text is whole, and what you wrote before is kept in this browser.',
  next: 'Check that you are online, then reload the page.',
};

export const workbenchLoading = 'Loading the sandbox …';

/** Said where the run that answers a prediction stands. */
export const runForRealMessages = {
  starting: 'Starting the server in this page …',
  real: 'This has just happened, in this page.',
  failed: 'The server could not be run here.',
  stillTrue: 'The answer above stands: the same run is made whenever the course is built.',
};

/** Said on the timeline of one request where the engine does not tell whose lines are whose. */
export const joinedByTime = (count: number): string =>
  `This engine does not tell which request a line belongs to. ${count === 1 ? 'One is' : `${count} are`} here only because of ${count === 1 ? 'its' : 'their'} time.`;

/** The terminal of an engine that has a shell. */
export const terminalWords = {
  starting: 'Starting the shell …',
  ended: 'The shell has ended.',
  again: 'Open a new one',
  open: '`npm install` adds a package for as long as this engine runs. Esc leaves the terminal.',
};

const shareProblems: Readonly<Record<ShareProblem | 'other-place', string>> = {
  'too-long':
    'This code is too long for a link. Shorten it, or save your record to a file on the page “Your record” and pass that on.',
  'not-supported':
    'This browser cannot pack code into a link. A current Chrome, Edge, Firefox or Safari can.',
  cut: 'The link was cut or changed on its way: its code cannot be unpacked. Ask for it again, as a whole. Nothing was run.',
  'too-large': 'The link unpacks to more than any lesson’s code has, so it was not opened. Nothing was run.',
  'not-files': 'The link does not hold code. Nothing was run.',
  'too-many-files': 'The link holds more files than any lesson has, so it was not opened. Nothing was run.',
  'file-names':
    'The link names files outside of the exercise’s folder, so it was not opened. Nothing was run.',
  'other-place': 'The link holds code for a sandbox that this page does not have. Nothing was run.',
};

/** Why there is no link to one's code, or why a link's code is not shown. */
export const explainShareProblem = (problem: ShareProblem | 'other-place'): string => shareProblems[problem];

/** Said of a link that was asked for. */
export const codeLinkCopied = 'The link is copied. It carries your code itself: nothing was sent anywhere.';
export const viewLinkCopied =
  'The link to this view is copied. It leads to the file, the request and the pane, not to your code.';
export const linkByHand = 'The browser did not let the page copy it. The link is beside the button.';

export const sharedIsKept = 'The code of the link is yours now.';
export const checksJudgeOwnCode =
  'The checks judge your own code. Keep a copy of the link’s code first, or go back to yours.';

/** Said while checks run: how far they are, what is being done, and how far that is for each of them. */
export const checkProgress = {
  tried: (tried: number, of: number, again = false): string =>
    `${again ? 'Checking once more, because this computer was busy' : 'Checking'}: ${tried} of ${of} tried.`,
  step: (step: number, of: number, doing: string): string => `Step ${Math.min(step, of)} of ${of}: ${doing}`,
  stages: { waiting: '', now: 'being tried', tried: 'tried' },
} as const;

/** Beside a check of a project without which there is no grade. */
export const mustPassNote = 'must pass';

/** Said where a failed check shows what the server wrote for its request. */
export const nothingLogged = 'Your server wrote nothing for this request.';

/** Said where X-ray has noted as much of one run as it keeps. */
export const xrayIsFull =
  'As much is recorded as is kept of one run, 60,000 steps. Restart the server to see the paths of new requests.';

/** Said of a client that was to hang up after so many milliseconds. */
export const answeredBefore = (patience: number): string =>
  `The answer was there within ${patience} ms, before the client could hang up. Try it on a request that takes its time.`;
