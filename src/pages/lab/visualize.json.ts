import type { APIRoute } from 'astro';
import { course } from '../../components/site-course.ts';
import type { StageScenario } from '../../visualize/stage.ts';

/** The servers that `/visualize/` runs. */
export const GET: APIRoute = () => {
  const scenarios = course.scenarios.map(
    (scenario): StageScenario => ({
      ...scenario,
      files: Object.fromEntries(
        Object.entries(scenario.files).map(([path, contents]) => [
          path,
          typeof contents === 'string' ? contents : new TextDecoder().decode(contents),
        ]),
      ),
    }),
  );
  return new Response(JSON.stringify(scenarios));
};
