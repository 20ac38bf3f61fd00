/** The files of a lesson that is complete and teaches nothing yet, by their paths in its folder. */
export function newLessonFiles(title: string): Readonly<Record<string, string>> {
  const server = (status: number): string =>
    [
      "import express from 'express';",
      '',
      'const app = express();',
      `app.get('/hello', (req, res) => res.status(${status}).json({ hello: 'reader' }));`,
      'app.listen(process.env.PORT ?? 3000);',
      '',
    ].join('\n');
  return {
    'lesson.mdx': `---\ntitle: ${JSON.stringify(title)}\nsummary: One sentence for lists.\nobjective: What the learner can do afterwards.\nminutes: 30\n---\n\n## Why this matters\n\n<Transcript id="the-start" />\n\n<Sandbox />\n\n<Prediction id="what-happens" />\n\n<Exercise />\n\n## What to remember\n\n- One sentence.\n`,
    'questions.yaml':
      '- id: what-happens\n  prompt: Somebody asks for `/hello`. **What is the status?**\n  options:\n    - { id: fine, text: "200", why: The route says otherwise. }\n    - { id: broken, text: "500", right: true, why: The route says so. }\n  proof:\n    files: starter\n    steps: [{ id: hello, request: GET /hello }]\n    expect: [{ of: hello, status: 500 }]\n',
    'transcripts.yaml':
      '- id: the-start\n  title: The start, asked for its greeting\n  files: starter\n  steps: [{ id: hello, request: GET /hello }]\n  expect: [{ of: hello, status: 500 }]\n',
    'exercise.yaml':
      'title: Mend the greeting\nbrief: "`GET /hello` answers 200."\npackages: [express]\nrequests: [{ request: GET /hello }]\nsteps:\n  - { id: hello, request: GET /hello }\nchecks:\n  - id: greets\n    title: "`/hello` answers 200"\n    why: A failing greeting turns visitors away.\n    expect: [{ of: hello, status: 200 }]\n    otherwise: It does not answer 200.\ndiagnoses:\n  - { id: not-there, explains: greets, when: { of: hello, status: 404 }, say: There is no such route. }\nhints:\n  - { checks: [greets], text: Look at the status. }\nright:\n  - { id: plain, summary: Without setting a status., edits: [{ file: server.mjs, find: .status(200), replace: \'\' }] }\nmistakes:\n  - { id: renamed, summary: The route has another name., says: not-there, edits: [{ file: server.mjs, find: /hello, replace: /hallo }] }\n',
    'starter/server.mjs': server(500),
    'solution/server.mjs': server(200),
  };
}

/** `course.yaml` with the lesson at the end of its list. */
export function withLesson(courseYaml: string, id: string): string {
  return courseYaml.replace(/^lessons:\n(?: {2}- .*\n)*/m, (list) => `${list}  - ${id}\n`);
}
