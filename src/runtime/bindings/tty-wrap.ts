/** `internalBinding('tty_wrap')`: no file descriptor is a terminal. */
import type { Any, Binding, Host } from '../host.ts';
import { UV_EINVAL } from './stream/errno.ts';

export function createTtyWrapBinding(host: Host): Binding {
  const Stream = host.binding('stream_wrap')['LibuvStreamWrap'];

  class TTY extends Stream {
    /** Never a working handle: `context` gets the error of `uv_tty_init`. */
    constructor(_fd: number, context: Any) {
      super('TTYWRAP');
      Object.assign(context, {
        errno: UV_EINVAL,
        code: 'EINVAL',
        message: 'invalid argument',
        syscall: 'uv_tty_init',
      });
    }

    getWindowSize(): number {
      return UV_EINVAL;
    }

    setRawMode(): number {
      return UV_EINVAL;
    }
  }

  return { TTY, isTTY: () => false, UV_TTY_MODE_NORMAL: 0, UV_TTY_MODE_IO: 2, UV_TTY_MODE_RAW_VT: 3 };
}
