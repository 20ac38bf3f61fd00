/** The bindings that need nothing but the host, by the name under which Node's library asks for them. */
import type { BindingFactory } from '../host.ts';
import { createBlobBinding } from './blob.ts';
import { createBlockListBinding } from './block-list.ts';
import { createBufferBinding } from './buffer.ts';
import { createCaresWrapBinding } from './cares-wrap.ts';
import { createCjsLexerBinding } from './cjs-lexer.ts';
import { createConstantsBinding } from './constants.ts';
import { createContextifyBinding } from './contextify.ts';
import { createCryptoBinding } from './crypto.ts';
import { createEncodingBindingBinding } from './encoding-binding.ts';
import { createFsBinding } from './fs.ts';
import { createFsDirBinding } from './fs-dir.ts';
import { createFsEventWrapBinding } from './fs-event-wrap.ts';
import { createHeapUtilsBinding } from './heap-utils.ts';
import { createHttpParser } from './http-parser.ts';
import { createIcuBinding } from './icu.ts';
import { createInspectorBinding } from './inspector.ts';
import { createJsStreamBinding } from './js-stream.ts';
import { createMessagingBinding } from './messaging.ts';
import { createMksnapshotBinding } from './mksnapshot.ts';
import { createModuleWrapBinding } from './module-wrap.ts';
import { createModulesBinding } from './modules.ts';
import { createOsBinding } from './os.ts';
import { createPerformanceBinding } from './performance.ts';
import { createPermissionBinding } from './permission.ts';
import { createPipeWrapBinding } from './pipe-wrap.ts';
import { createProcessWrapBinding } from './process-wrap.ts';
import { createProfilerBinding } from './profiler.ts';
import { createReportBinding } from './report.ts';
import { createIpcSerdesBinding, createSerdesBinding } from './serdes.ts';
import { smallBindings } from './small-bindings.ts';
import { createSpawnSyncBinding } from './spawn-sync.ts';
import { createStreamWrapBinding } from './stream-wrap.ts';
import { createStringDecoderBinding } from './string-decoder.ts';
import { createSymbolsBinding } from './symbols.ts';
import { createTcpWrapBinding } from './tcp-wrap.ts';
import { createTtyWrapBinding } from './tty-wrap.ts';
import { createTypesBinding } from './types.ts';
import { createUdpWrapBinding } from './udp-wrap.ts';
import { createUrlBinding } from './url.ts';
import { createUrlPatternBinding } from './url-pattern.ts';
import { createUtilBinding } from './util.ts';
import { createUvBinding } from './uv.ts';
import { createV8Binding } from './v8.ts';
import { createWasiBinding } from './wasi.ts';
import { createWorkerBinding } from './worker.ts';
import { createZlibBinding } from './zlib.ts';

export const bindingFactories: Readonly<Record<string, BindingFactory>> = {
  ...smallBindings,
  blob: createBlobBinding,
  block_list: createBlockListBinding,
  buffer: createBufferBinding,
  cares_wrap: createCaresWrapBinding,
  cjs_lexer: createCjsLexerBinding,
  constants: createConstantsBinding,
  contextify: createContextifyBinding,
  crypto: createCryptoBinding,
  encoding_binding: createEncodingBindingBinding,
  fs: createFsBinding,
  fs_dir: createFsDirBinding,
  fs_event_wrap: createFsEventWrapBinding,
  http_parser: createHttpParser,
  heap_utils: createHeapUtilsBinding,
  inspector: createInspectorBinding,
  mksnapshot: createMksnapshotBinding,
  permission: createPermissionBinding,
  profiler: createProfilerBinding,
  report: createReportBinding,
  spawn_sync: createSpawnSyncBinding,
  wasi: createWasiBinding,
  icu: createIcuBinding,
  js_stream: createJsStreamBinding,
  messaging: createMessagingBinding,
  module_wrap: createModuleWrapBinding,
  modules: createModulesBinding,
  os: createOsBinding,
  performance: createPerformanceBinding,
  pipe_wrap: createPipeWrapBinding,
  process_wrap: createProcessWrapBinding,
  serdes: createSerdesBinding,
  ipc_serdes: createIpcSerdesBinding,
  stream_wrap: createStreamWrapBinding,
  string_decoder: createStringDecoderBinding,
  symbols: createSymbolsBinding,
  tcp_wrap: createTcpWrapBinding,
  tty_wrap: createTtyWrapBinding,
  types: createTypesBinding,
  udp_wrap: createUdpWrapBinding,
  url: createUrlBinding,
  url_pattern: createUrlPatternBinding,
  util: createUtilBinding,
  uv: createUvBinding,
  v8: createV8Binding,
  worker: createWorkerBinding,
  zlib: createZlibBinding,
};
