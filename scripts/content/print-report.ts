import { styleText } from 'node:util';
import type { CheckReport, CheckResult } from '../../src/checks/check-report.ts';
import { gradeProject, type ProjectGrade } from '../../src/checks/grade-project.ts';
import { learnerMessages } from '../../src/checks/learner-messages.ts';
import type { Unit } from '../../src/course/course.ts';
import { plainText } from '../../src/course/inline-markdown.ts';

const marks: Readonly<Record<CheckResult['status'], string>> = {
  passed: '✓',
  failed: '✗',
  'not-judged': '–',
  'could-not-start': '✗',
  crashed: '✗',
  'timed-out': '✗',
  'our-fault': '!',
};

const colours = { passed: 'green', 'not-judged': 'gray' } as const;

/** Prints a report as the page shows it: the cause first, with what was sent and what came back. */
export function printReport(unit: Unit, report: CheckReport): void {
  console.log(styleText('bold', `${unit.title} (${unit.id})`));
  for (const result of report.results) {
    const colour = colours[result.status as keyof typeof colours] ?? 'red';
    console.log(
      `\n${styleText(colour, `${marks[result.status]} ${plainText(result.title)}`)}  [${result.id}, ${result.status}]`,
    );
    if (result.message !== '') console.log(indent(plainText(result.message)));
    if (result.because !== undefined || result.status === 'passed' || result.status === 'not-judged')
      continue;
    block('We sent', result.sent);
    block('Expected', result.expected?.map((line) => plainText(line)).join('\n'));
    block('Received', result.received);
    block('Your log', result.log?.map(({ data }) => data).join('\n'));
    block('Why it matters', plainText(result.why));
  }
  if (unit.grading !== undefined) printGrade(gradeProject(unit.grading, report.results));
  const passed = report.results.filter(({ status }) => status === 'passed').length;
  const seconds = (report.milliseconds / 1000).toFixed(1);
  const pace = report.pace === undefined ? '' : `, slowest at once ${Math.round(report.pace)} ms`;
  console.log(
    `\n${passed} of ${report.results.length} checks passed in ${seconds} s (seed ${report.seed}${pace}).`,
  );
}

function printGrade({ points, of, title, means, reasons, parts }: ProjectGrade): void {
  console.log(`\n${styleText('bold', `${learnerMessages.grade.sum(points, of)}: ${title}`)}`);
  console.log(indent(plainText(means)));
  for (const part of parts) console.log(indent(`${part.part}: ${part.points} of ${part.of}`));
  for (const reason of reasons) console.log(indent(plainText(reason)));
}

function block(title: string, text: string | undefined): void {
  if (text === undefined || text === '') return;
  console.log(indent(`${styleText('dim', title)}\n${indent(text)}`));
}

function indent(text: string): string {
  return text
    .split('\n')
    .map((line) => (line === '' ? '' : `  ${line}`))
    .join('\n');
}
