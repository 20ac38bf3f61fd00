const jobs = [];
let timer;

/** Runs a job a little later, together with everybody else's. Leave this file as it is. */
export function later(job) {
  jobs.push(job);
  timer ??= setTimeout(() => {
    timer = undefined;
    for (const next of jobs.splice(0)) next();
  }, 400);
}
