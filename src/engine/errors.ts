/**
 * What can go wrong with an engine itself, as opposed to the program in it. `code` is permanent.
 *
 * | code | meaning |
 * | --- | --- |
 * | `ERR_ENGINE_UNSUPPORTED` | this browser or this engine cannot do what was asked |
 * | `ERR_ENGINE_NOT_ISOLATED` | the page is not cross-origin isolated, and this engine needs memory that is shared |
 * | `ERR_ENGINE_BLOCKED` | a policy, an extension or a network stopped the engine from loading |
 * | `ERR_ENGINE_UNREACHABLE` | the host that serves the engine cannot be reached |
 * | `ERR_ENGINE_FRAME_BLOCKED` | that host can be reached, but its frame does not start: storage of other sites, or frames, are blocked |
 * | `ERR_ENGINE_TIMEOUT` | something did not happen in its time |
 * | `ERR_ENGINE_OUT_OF_MEMORY` | the browser ended the sandbox, or it has no room for a file: its memory was used up |
 * | `ERR_ENGINE_TOO_LONG` | a response had more bytes than the client reads |
 * | `ERR_ENGINE_BUSY` | as many processes run as the sandbox has room for |
 * | `ERR_ENGINE_CRASHED` | the engine failed, and it is its own fault |
 * | `ERR_ENGINE_STOPPED` | the engine was torn down |
 * | `ERR_ENGINE_NO_FILE` | there is no such file |
 * | `ERR_ENGINE_NO_COMMAND` | there is no such program |
 * | `ERR_ENGINE_REQUEST` | the connection was refused, reset or ended without a response; `reason` says which |
 */
export type EngineErrorCode =
  | 'ERR_ENGINE_UNSUPPORTED'
  | 'ERR_ENGINE_NOT_ISOLATED'
  | 'ERR_ENGINE_BLOCKED'
  | 'ERR_ENGINE_UNREACHABLE'
  | 'ERR_ENGINE_FRAME_BLOCKED'
  | 'ERR_ENGINE_TIMEOUT'
  | 'ERR_ENGINE_OUT_OF_MEMORY'
  | 'ERR_ENGINE_TOO_LONG'
  | 'ERR_ENGINE_BUSY'
  | 'ERR_ENGINE_CRASHED'
  | 'ERR_ENGINE_STOPPED'
  | 'ERR_ENGINE_NO_FILE'
  | 'ERR_ENGINE_NO_COMMAND'
  | 'ERR_ENGINE_REQUEST';

/** Why a request got no response, in the names that Node's own client uses. */
export type RequestFailure = 'ECONNREFUSED' | 'ECONNRESET' | 'EPIPE' | 'HPE_INVALID';

/** A plain sentence in `message`, and in `hint` what to do next. */
export class EngineError extends Error {
  override readonly name = 'EngineError';
  readonly code: EngineErrorCode;
  readonly hint: string;
  /** Only for `ERR_ENGINE_REQUEST`. */
  readonly reason: RequestFailure | undefined;

  constructor(
    code: EngineErrorCode,
    message: string,
    options: { readonly hint?: string; readonly reason?: RequestFailure; readonly cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.hint = options.hint ?? '';
    this.reason = options.reason;
  }
}
