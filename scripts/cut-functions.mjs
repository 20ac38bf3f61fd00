/**
 * What the start of a server never calls goes out of the code that it downloads first: of such a function the head
 * stays, and its body is compiled from the whole text when it is called (`src/runtime/cut-functions.ts`). Lines and
 * columns of all that stays are those of the source.
 */
import { parseSource } from '../src/runtime/transform/parse.ts';
import { childrenOf } from '../src/runtime/transform/syntax-tree.ts';

/** Stand where a body was: of a function, and of an arrow function, whose arguments follow. */
const FUNCTION_MARK = '\x7f\x7f';
const ARROW_MARK = '\x7f\x7f(';
/** A shorter body costs less than what stands in for it. */
const SHORTEST = 60;
/** What a body cannot do from where it is compiled later. */
const BOUND_TO_PLACE = new Set(['MetaProperty', 'ImportExpression', 'AwaitExpression', 'YieldExpression']);

/**
 * The functions of a source in its order. `key` names one by the names around it, after the group that it belongs to;
 * `isOnce`: it stands in no other function and in no loop, so there is one of it.
 */
export function functionsOf(source, groupOf = () => '') {
  const found = [];
  const seen = new Map();
  const visit = (node, parent, names, isOnce) => {
    let inner = names;
    let once = isOnce;
    if (/^(?:Arrow)?Function/.test(node.type) && node.body.type === 'BlockStatement') {
      const path = [...names, node.id?.name ?? ''].filter((name) => name !== '').join('.') || '()';
      const key = [groupOf(node), path].filter((part) => part !== '').join(' ');
      const count = (seen.get(key) ?? 0) + 1;
      seen.set(key, count);
      found.push({ key: count === 1 ? key : `${key}#${count}`, node, parent, isOnce });
      once = false;
      inner = node.id ? [...names, node.id.name] : names;
    } else if (/^(?:For|While|DoWhile)/.test(node.type)) once = false;
    else if (node.type === 'VariableDeclarator' && node.id.type === 'Identifier')
      inner = [...names, node.id.name];
    else if (/^(?:Property|MethodDefinition|PropertyDefinition)$/.test(node.type)) {
      const name = node.key.name ?? String(node.key.value ?? '');
      inner = [...names, /^[gs]et$/.test(node.kind) ? `${node.kind} ${name}` : name];
    } else if (/^Class/.test(node.type) && node.id) inner = [...names, node.id.name];
    else if (node.type === 'AssignmentExpression') {
      inner = [...names, source.slice(node.left.start, node.left.end).replace(/\s+/g, '')];
    }
    for (const child of childrenOf(node)) visit(child, node, inner, once);
  };
  visit(parseSource(source, 'commonjs'), undefined, [], true);
  return found;
}

const isPlain = (params) => params.every(({ type }) => type === 'Identifier');

function canBeCut({ node, parent }) {
  if (node.async || node.generator || node.body.end - node.body.start < SHORTEST) return false;
  const isConstructor = parent?.type === 'MethodDefinition' && parent.kind === 'constructor';
  const isArrow = node.type === 'ArrowFunctionExpression';
  if (isConstructor || (isArrow && !isPlain(node.params))) return false;
  // `super` in a class of its own stays bound to that.
  const stays = (inner, inClass) =>
    (inner.type === 'Super' && !inClass) ||
    BOUND_TO_PLACE.has(inner.type) ||
    inner.async === true ||
    (isArrow && inner.type === 'Identifier' && inner.name === 'arguments') ||
    childrenOf(inner).some((child) => stays(child, inClass || inner.type === 'ClassBody'));
  return !childrenOf(node).some((child) => stays(child, false));
}

const breaksOf = (text) => text.replace(/[^\n]/g, '');

/**
 * The code without the bodies of functions that `isKept(key)` denies, and the cuts in their order:
 * `[start, end, isArrow, isOnce]`, from the parameters to the end of the body, as offsets of `source`.
 */
export function cutFunctions(source, isKept, functions = functionsOf(source)) {
  if (source.includes(FUNCTION_MARK)) {
    throw new Error('The mark of `scripts/cut-functions.mjs` stands in a source: choose another one.');
  }
  const cuts = [];
  let code = '';
  let at = 0;
  for (const each of functions) {
    const { node, key, isOnce } = each;
    if (node.start < at || isKept(key) || !canBeCut(each)) continue;
    const isArrow = node.type === 'ArrowFunctionExpression';
    const { params, body } = node;
    const head = node.id?.end ?? node.start;
    const start = isArrow ? node.start : source.indexOf('(', head);
    if (isPlain(params)) code += source.slice(at, body.start);
    else {
      // What the parameters do is done by the function itself; here, only their number counts.
      const counted = params.findIndex(({ type }) => type === 'AssignmentPattern' || type === 'RestElement');
      const names = Array.from(
        { length: counted === -1 ? params.length : counted },
        (_, index) => `$${index}`,
      );
      code += `${source.slice(at, start)}(${names})${breaksOf(source.slice(start, body.start))}`;
    }
    const text = source.slice(body.start, body.end);
    const lastLine = /\n([ \t]*)\}$/.exec(text)?.[1] ?? '';
    const mark = isArrow ? `${ARROW_MARK}${params.map(({ name }) => name)})` : FUNCTION_MARK;
    code += `{${mark}${breaksOf(text)}${lastLine}}`;
    cuts.push([start, body.end, isArrow ? 1 : 0, isOnce ? 1 : 0]);
    at = body.end;
  }
  return { code: code + source.slice(at), cuts };
}

/** The source with `note(key)`, a statement, at the beginning of every function and, with an empty key, of itself. */
export function noteCalls(source, note, functions = functionsOf(source)) {
  const notes = functions.map(({ key, node }) => {
    const directives = node.body.body.filter(({ directive }) => directive !== undefined);
    return [directives.at(-1)?.end ?? node.body.start + 1, `;${note(key)};`];
  });
  const [strict = ''] = /^\s*(?:'use strict'|"use strict");/.exec(source) ?? [];
  notes.push([strict.length, `;${note('')};`]);
  const pieces = [];
  let at = 0;
  for (const [offset, text] of notes.sort(([a], [b]) => a - b)) {
    pieces.push(source.slice(at, offset), text);
    at = offset;
  }
  return pieces.join('') + source.slice(at);
}
