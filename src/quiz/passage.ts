const prose = ['P', 'UL', 'OL', 'FIGURE', 'PRE', 'DETAILS'];

/**
 * Opens the passage that explains a question, and leads to it: the section of that name, or what stands right below the
 * question.
 */
export function markPassage(question: HTMLElement, section?: string): void {
  const parts = section === undefined ? following(question) : sectionOf(section);
  const [first] = parts;
  if (!first) return;
  first.id ||= `explains-${question.dataset['question']?.split('/').at(-1) ?? ''}`;
  for (const part of parts) {
    part.dataset['explains'] = '';
    if (part instanceof HTMLDetailsElement) part.open = true;
  }
  const line = document.createElement('p');
  line.className = 'passage';
  const link = Object.assign(document.createElement('a'), {
    href: `#${first.id}`,
    textContent: 'The passage that explains it',
  });
  line.append(link, section === undefined ? ' stands right below, marked.' : '.');
  question.querySelector('form')?.append(line);
}

function following(question: HTMLElement): HTMLElement[] {
  const parts: HTMLElement[] = [];
  for (let next = question.nextElementSibling; next instanceof HTMLElement; next = next.nextElementSibling) {
    if (!prose.includes(next.tagName)) break;
    parts.push(next);
  }
  return parts;
}

function sectionOf(id: string): HTMLElement[] {
  const heading = document.getElementById(id);
  if (!heading) return [];
  const details = heading.closest('details');
  if (details) details.open = true;
  return [heading, ...following(heading)];
}
