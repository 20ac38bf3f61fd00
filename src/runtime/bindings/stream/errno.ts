/** The libuv error numbers that streams report (Linux). */
export const UV_EOF = -4095;
export const UV_ENOENT = -2;
export const UV_EBADF = -9;
export const UV_EACCES = -13;
export const UV_ENOTDIR = -20;
export const UV_EINVAL = -22;
export const UV_EPIPE = -32;
export const UV_ENOTSUP = -95;
export const UV_EADDRINUSE = -98;
export const UV_EADDRNOTAVAIL = -99;
export const UV_ENETUNREACH = -101;
export const UV_ECONNRESET = -104;
export const UV_EISCONN = -106;
export const UV_ENOTCONN = -107;
export const UV_ECONNREFUSED = -111;
export const UV_ECANCELED = -125;

import type { NetworkErrorCode } from '../../net/network-device.ts';

const numbers: Readonly<Record<NetworkErrorCode, number>> = {
  EADDRINUSE: UV_EADDRINUSE,
  EADDRNOTAVAIL: UV_EADDRNOTAVAIL,
  ECONNREFUSED: UV_ECONNREFUSED,
  ENETUNREACH: UV_ENETUNREACH,
  ENOENT: UV_ENOENT,
};

export function errorNumber(code: NetworkErrorCode): number {
  return numbers[code];
}
