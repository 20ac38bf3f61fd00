/** Tags of V8's serialization format, version 15 (https://github.com/v8/v8/blob/main/src/objects/value-serializer.cc). */

export const VERSION = 15;

export const TAG = {
  version: 0xff,
  padding: 0,
  hole: '-',
  undefined: '_',
  null: '0',
  true: 'T',
  false: 'F',
  int32: 'I',
  uint32: 'U',
  double: 'N',
  bigint: 'Z',
  oneByteString: '"',
  twoByteString: 'c',
  utf8String: 'S',
  reference: '^',
  beginObject: 'o',
  endObject: '{',
  beginSparseArray: 'a',
  endSparseArray: '@',
  beginDenseArray: 'A',
  endDenseArray: '$',
  date: 'D',
  trueObject: 'y',
  falseObject: 'x',
  numberObject: 'n',
  bigintObject: 'z',
  stringObject: 's',
  regExp: 'R',
  beginMap: ';',
  endMap: ':',
  beginSet: "'",
  endSet: ',',
  arrayBuffer: 'B',
  arrayBufferView: 'V',
  error: 'r',
  hostObject: '\\',
} as const;

/** In the order of the bits of V8's flags. */
export const REGEXP_FLAGS = 'gimyusldv';

export const ERROR_TAG = {
  EvalError: 'E',
  RangeError: 'R',
  ReferenceError: 'F',
  SyntaxError: 'S',
  TypeError: 'T',
  URIError: 'U',
  message: 'm',
  cause: 'c',
  stack: 's',
  end: '.',
} as const;

/** The views that V8 writes itself, by their constructor. */
export const VIEW_TAG: Readonly<Record<string, string>> = {
  Int8Array: 'b',
  Uint8Array: 'B',
  Uint8ClampedArray: 'C',
  Int16Array: 'w',
  Uint16Array: 'W',
  Int32Array: 'd',
  Uint32Array: 'D',
  Float32Array: 'f',
  Float64Array: 'F',
  DataView: '?',
  BigInt64Array: 'q',
  BigUint64Array: 'Q',
};
