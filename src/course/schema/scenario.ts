import { z } from 'zod';
import { idSchema, listOf, textSchema } from './basics.ts';

/** Where the lowest net hung that a request or its error met; `none` where nothing had to be caught. */
export const netSchema = z.enum(['none', 'try-catch', 'error-middleware', 'express', 'process']);

/** `visualize/scenarios.yaml`: servers whose paths are drawn, each in a folder of its id. */
export const scenariosSchema = z.array(
  z.strictObject({
    id: idSchema,
    title: textSchema,
    /** What there is to see in it. */
    look: textSchema,
    /** The scenario that is worth seeing beside it. */
    beside: idSchema.optional(),
    /** Whether all requests go out at the same moment. */
    'at-once': z.boolean().default(false),
    /** Whether a supervisor starts the program again after a crash. */
    supervised: z.boolean().default(false),
    /** The requests that are sent, and where each ends on real Node. */
    requests: listOf(
      z.strictObject({
        request: z.string().regex(/^[A-Z]+ \/\S*$/),
        /** `none` where no whole answer comes. */
        status: z.union([z.int().min(200).max(599), z.literal('none')]),
        net: netSchema,
      }),
    ),
  }),
);

export type Net = z.output<typeof netSchema>;
export type ScenarioData = z.output<typeof scenariosSchema>[number];
