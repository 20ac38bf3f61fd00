/**
 * Suites that others wrote and that their npm packages hold, at the versions that the course ships or that were the
 * newest. `needs` are the packages that the tests import; `skipped` names files that are not run, with the reason.
 */
export const suites = [
  {
    name: 'fastify',
    version: '5.12.8',
    files: ['test/**/*.test.{js,mjs}'],
    needs: {
      split2: '4.2.0',
      'fastify-plugin': '6.0.1',
      undici: '8.13.1',
      ajv: '8.20.0',
      proxyquire: '2.1.3',
      h2url: '0.2.0',
      joi: '18.3.2',
      'fast-json-body': '1.1.0',
      'fluent-json-schema': '6.0.1',
      yup: '1.7.1',
      'http-errors': '2.0.1',
      'ajv-merge-patch': '5.0.1',
      'ajv-errors': '3.0.0',
      'ajv-formats': '3.0.1',
      vary: '1.1.2',
      typebox: '1.4.3',
      'node-forge': '1.4.3',
      'ajv-i18n': '4.2.0',
      JSONStream: '1.3.5',
    },
    skipped: [
      { files: /^test\/http2\//, reason: 'HTTP/2 needs native code; `node:http2` loads and throws at use' },
      {
        files: /^test\/(?:https\/|connection-timeout|keep-alive-timeout|internals\/initial-config)/,
        reason: 'TLS and RSA keys need native code; `node:https` loads and throws at use',
      },
    ],
  },
  {
    name: 'pino',
    version: '10.4.0',
    files: ['test/**/*.test.{js,mjs}'],
    needs: {
      '@matteo.collina/tspl': '0.2.0',
      tape: '5.10.2',
      'flush-write-stream': '2.0.0',
      execa: '5.1.1',
      proxyquire: '2.1.3',
      'strip-ansi': '6.0.1',
      split2: '4.2.0',
      rimraf: '6.1.4',
      'pino-abstract-transport': '3.0.0',
      'import-fresh': '3.3.1',
      'pino-pretty': '13.2.0',
    },
    skipped: [
      {
        files: /^test\/transport\/sync-true/,
        reason:
          'what another thread writes to a file is seen at the next task, not in the middle of a synchronous loop',
      },
    ],
  },
  {
    name: 'sonic-boom',
    version: '4.2.1',
    files: ['test/**/*.test.{js,mjs}'],
    needs: { proxyquire: '2.1.3', '@sinonjs/fake-timers': '15.5.0', tap: '18.8.0' },
    skipped: [
      {
        files: /^test\/(?:sync|write)\.test/,
        reason: "writes files of a gigabyte; the sandbox's files live in memory",
      },
    ],
  },
  {
    name: 'light-my-request',
    version: '6.8.1',
    files: ['test/**/*.test.{js,mjs}'],
    needs: {
      'formdata-node': '6.0.3',
      express: '5.3.0',
      undici: '7.30.2',
      multer: '2.5.0',
      'form-data': '4.0.6',
      'form-auto-content': '3.2.1',
      'end-of-stream': '1.4.5',
      '@fastify/ajv-compiler': '4.0.8',
    },
    skipped: [],
  },
  {
    name: 'find-my-way',
    version: '9.10.2',
    files: ['test/**/*.test.{js,mjs}'],
    needs: { rfdc: '1.4.1', proxyquire: '2.1.3' },
    skipped: [],
  },
];
