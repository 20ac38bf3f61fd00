/** How severe a record of a log can be, least first. Apart from the schemas, so that pages that judge logs load no validator. */
export const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const;

export type LogLevel = (typeof logLevels)[number];
