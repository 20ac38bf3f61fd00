import type { CourseText, Question, QuizQuestion, Unit } from '../course/course.ts';
import { checkCard, mythCard, questionCard } from '../recall/deck.ts';
import type { StockCard } from '../recall/stock.ts';
import { shuffledSteps } from './shuffled-steps.ts';
import { course, pageAddress } from './site-course.ts';

interface Place {
  readonly text: string;
  readonly title: string;
  readonly href: string;
}

/** All cards that a deck can come to hold. */
export function cardStock(): StockCard[] {
  return [
    ...taughtStock(),
    ...placedTexts().flatMap(({ text, place }) => questionStock(text, place)),
    ...checkStock(),
  ];
}

/** Cards that are taught as such, and the myths. */
export function taughtStock(): StockCard[] {
  const myths = course.myths.map(
    (myth): StockCard => ({
      id: mythCard(myth.id),
      kind: 'myth',
      front: `“${myth.belief}” **What is wrong with it?**`,
      back: [rightOption(myth.questions[0]) ?? myth.summary],
      ...whyOf(myth.questions[0]),
      ...mythPlace(myth),
    }),
  );
  const cards = course.cards.flatMap((card): StockCard[] => {
    const place = placeOfCard(card);
    return place ? [{ id: card.id, kind: 'card', front: card.front, back: [card.back], ...place }] : [];
  });
  return [...myths, ...cards];
}

function placeOfCard({ lesson, myth, section }: (typeof course.cards)[number]): Place | undefined {
  if (lesson !== undefined) return lessonPlace(lesson);
  const found = course.myths.find(({ id }) => id === myth);
  if (found) return mythPlace(found);
  const part = course.sections?.parts.find(({ id }) => id === section);
  return part && { text: part.page, title: part.title, href: pageAddress(`${part.page}/#${part.id}`) };
}

function lessonPlace(id: string): Place | undefined {
  const lesson = course.lessons.find((each) => each.id === id);
  return lesson && { text: id, title: lesson.title, href: pageAddress(`learn/${id}/`) };
}

const mythPlace = ({ id, title }: { readonly id: string; readonly title: string }): Place => ({
  text: id,
  title,
  href: pageAddress(`myths/${id}/`),
});

/** Texts that have questions, each with its page. Those of sections stand on pages of their own kind. */
function placedTexts(): { readonly text: CourseText; readonly place: Place }[] {
  const at = (texts: readonly CourseText[], folder: string) =>
    texts.map((text) => ({
      text,
      place: { text: text.id, title: text.title, href: pageAddress(`${folder}${text.id}/`) },
    }));
  return [
    ...at(course.lessons, 'learn/'),
    ...at(course.myths, 'myths/'),
    ...at(course.incidents, 'fix/'),
    ...at(course.pitfalls, 'pitfalls/'),
    ...(course.sections
      ? [
          {
            text: course.sections,
            place: { text: 'deep-dive', title: 'Deep dive', href: pageAddress('deep-dive/') },
          },
        ]
      : []),
  ];
}

function questionStock({ id, questions, quiz }: CourseText, place: Place): StockCard[] {
  const card = (question: Question | QuizQuestion) => ({
    id: questionCard(`${id}/${question.id}`),
    kind: 'question' as const,
    front: question.prompt,
    ...(question.code === undefined ? {} : { code: question.code }),
    ...place,
    ...(question.passage === undefined ? {} : { href: `${place.href}#${question.passage}` }),
  });
  const choice = (question: Question | Extract<QuizQuestion, { options: unknown }>): StockCard => {
    const right = question.options.filter((option) => option.right);
    return {
      ...card(question),
      options: question.options.map(({ text }) => text),
      back: right.map(({ text }) => text),
      why: right.map(({ why }) => why.trim()).join('\n\n'),
    };
  };
  return [
    ...questions.map(choice),
    ...quiz.map((question): StockCard => {
      if ('options' in question) return choice(question);
      if (question.kind === 'order') {
        const options = shuffledSteps(question).map(({ text }) => text);
        return { ...card(question), options, back: question.items.map(({ text }) => text) };
      }
      return { ...card(question), back: [question.accepts[0] ?? ''], why: question.why };
    }),
  ];
}

function checkStock(): StockCard[] {
  return course.units.flatMap((unit) => {
    const place = placeOfUnit(unit);
    return place === undefined
      ? []
      : unit.checks.map(
          (check): StockCard => ({
            id: checkCard(unit.id, check.id),
            kind: 'check',
            front: `*${check.title.trim()}.* **Why does production care?**`,
            back: [check.why],
            ...place,
          }),
        );
  });
}

function placeOfUnit({ id, kind, title }: Unit): Place | undefined {
  const lesson = course.lessons.find(({ challenge }) => challenge?.id === id);
  const href = {
    lesson: `learn/${id}/#exercise`,
    challenge: `challenge/${lesson?.id}/`,
    incident: `fix/${id}/`,
    pitfall: `pitfalls/${id}/#exercise`,
    project: 'project/',
    myth: undefined,
    section: undefined,
  }[kind];
  return href === undefined ? undefined : { text: id, title, href: pageAddress(href) };
}

function rightOption(question: Question | undefined): string | undefined {
  return question?.options.find(({ right }) => right)?.text;
}

function whyOf(question: Question | undefined): { readonly why?: string } {
  const why = question?.options.find(({ right }) => right)?.why.trim();
  return why === undefined ? {} : { why };
}
