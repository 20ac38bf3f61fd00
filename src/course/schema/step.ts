import { z } from 'zod';
import { idSchema, listOf, pathSchema, patternSchema } from './basics.ts';
import { recordMatcherSchema } from './matchers.ts';

/** `GET /books/1?x=y`; the method may be left out where `methods` are given. */
const requestLine = z.string().regex(/^([A-Z]+ )?\/\S*$/, {
  error: (issue) => `${JSON.stringify(issue.input)}\na method, a space and a path, as in \`GET /books\`.`,
});

const requestShape = {
  /** The name under which conditions speak of the answers. */
  id: idSchema.optional(),
  /** One request line or several, sent one after the other. */
  request: listOf(requestLine).optional(),
  /** Each line once with each of these methods. */
  methods: z
    .array(z.string().regex(/^[A-Z]+$/))
    .min(1)
    .optional(),
  /** Each of those once with each of these `Accept` headers. */
  accept: z.array(z.string().min(1)).min(1).optional(),
  /** Further headers; a list sends the header once for each value. */
  headers: z.record(z.string().min(1), listOf(z.string())).optional(),
  /** Each of those once with each of these headers added. */
  'each-headers': z
    .array(z.record(z.string().min(1), listOf(z.string())))
    .min(1)
    .optional(),
  /** The body, as JSON, with its `Content-Type`. */
  json: z.unknown().optional(),
  /** Each of those once with each of these JSON bodies. */
  'each-json': z.array(z.unknown()).min(1).optional(),
  /** The body, as it is. */
  body: z.string().optional(),
  /** All of it this many times. */
  repeat: z.int().min(2).max(200).optional(),
  /** A service of the unit, instead of the server. */
  to: idSchema.optional(),
  /** Milliseconds until the client gives up; 8000 unless given. */
  timeout: z.int().min(100).max(60_000).optional(),
  /** Only outside of `together` and `one-connection`: goes on once it is sent; `wait: { answers: … }` waits for what comes back. */
  background: z.literal(true).optional(),
  /** Hang up as soon as the request was sent, or when the first byte of the answer has come. */
  'hang-up': z.enum(['when-sent', 'at-first-byte']).optional(),
};

/** A request inside `together` or `one-connection`. */
export const requestStepSchema = z.strictObject(requestShape);

/**
 * One thing that is done to the server. Exactly one of `start`, `request`, `together`, `one-connection`, `hold-open`, `wait`,
 * `signal`, `restart`, `fault`, `write`, `spoil` and `mend` says what.
 */
export const stepSchema = z.strictObject({
  ...requestShape,
  /**
   * Starts the server, with these variables added, and waits until it listens; one that still runs is killed first. Runs by
   * itself first unless given.
   */
  start: z
    .strictObject({
      /** The name under which conditions speak of this run of the server (`run`). */
      id: idSchema.optional(),
      env: z.record(z.string(), z.string()).optional(),
      /** That it ends by itself is part of the test, and no crash. */
      ends: z.literal(true).optional(),
      /** If it does not come to listen, that is the end of this run, and the steps go on. */
      'may-fail': z.literal(true).optional(),
      /** Another program has the port already: waits for the end of the server, 8 seconds at most, instead of its port. */
      'port-taken': z.literal(true).optional(),
    })
    .optional(),
  /** All of these at once. */
  together: z.array(requestStepSchema).min(2).optional(),
  /** All of these one after the other over one kept-alive connection. */
  'one-connection': z.array(requestStepSchema).min(1).optional(),
  /** Opens a connection, sends this text, and keeps the connection open until the steps are done. */
  'hold-open': z.string().optional(),
  /**
   * Waits until the log (or the `file`, where records are written to one) has a record like `log`, or `count` of them; for
   * the end of the server; or for what comes back to requests in the background (`answers`). Goes on after `for`
   * milliseconds at the latest.
   */
  wait: z
    .strictObject({
      log: recordMatcherSchema.optional(),
      file: pathSchema.optional(),
      count: z.int().min(1).default(1),
      exit: z.literal(true).optional(),
      answers: listOf(idSchema).optional(),
      /** Only what the server has written since it was started last counts. */
      'this-run': z.literal(true).optional(),
      for: z.int().min(100).max(60_000).default(5000),
    })
    .optional(),
  /** Sends a signal to the server. */
  signal: z.enum(['SIGTERM', 'SIGINT', 'SIGKILL', 'SIGHUP', 'SIGUSR2']).optional(),
  /** Kills the server and starts it again. */
  restart: z.literal(true).optional(),
  /** Switches a fault of a service on (by the name its `service.yaml` gives it) or off. */
  fault: z.strictObject({ of: idSchema, is: z.union([idSchema, z.literal('off')]) }).optional(),
  /** Changes a file while the server runs: a whole text, or `null` to remove it. */
  write: z.strictObject({ file: pathSchema, text: z.string().nullable() }).optional(),
  /** Does the same to every file whose path matches and is not one of those in `but`. */
  spoil: z
    .strictObject({ files: patternSchema, but: z.array(pathSchema).default([]), text: z.string().nullable() })
    .optional(),
  /** Puts back all files that were changed in these ways. */
  mend: z.literal(true).optional(),
});

export const stepKinds = [
  'start',
  'request',
  'together',
  'one-connection',
  'hold-open',
  'wait',
  'signal',
  'restart',
  'fault',
  'write',
  'spoil',
  'mend',
] as const;

export type RequestStep = z.output<typeof requestStepSchema>;
export type Step = z.output<typeof stepSchema>;
