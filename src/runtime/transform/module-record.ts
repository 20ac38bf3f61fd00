/** What the source of a module says about its imports and exports (https://tc39.es/ecma262/#sec-parsemodule). */
import type { ExportSpecifier, Identifier, ImportDeclaration, Literal, Program } from 'acorn';
import { type AnyNode, boundIdentifiers, type NodeOf } from './syntax-tree.ts';

/** One specifier with its attributes; each pair appears once, in the order of the source. */
export interface ModuleRequest {
  readonly specifier: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** Offset of the first statement that makes the request. */
  readonly offset: number;
}

export interface ImportEntry {
  /** Index into the requests. */
  readonly request: number;
  /** The name of the export, or `*` for the namespace. */
  readonly name: string;
  readonly local: string;
  /** Offset of the name in the source, where a failure to find it is shown. */
  readonly offset: number;
}

export interface IndirectExport {
  readonly name: string;
  readonly request: number;
  /** The name of the other module's export, or `*` for its namespace. */
  readonly importName: string;
  readonly offset: number;
}

export interface ModuleRecord {
  readonly requests: readonly ModuleRequest[];
  readonly imports: readonly ImportEntry[];
  /** Name of the export to name of the binding in the module; `*default*` where the source has no name. */
  readonly localExports: ReadonlyMap<string, string>;
  readonly indirectExports: readonly IndirectExport[];
  /** Requests of `export * from`. */
  readonly starExports: readonly number[];
}

/** The binding of `export default expression`. */
export const DEFAULT_BINDING = '*default*';

type WithSource = NodeOf<'ImportDeclaration' | 'ExportAllDeclaration' | 'ExportNamedDeclaration'>;

export function readModuleRecord(program: Program): ModuleRecord {
  const requests = new RequestList();
  const imports: ImportEntry[] = [];
  const localExports = new Map<string, string>();
  const indirectExports: IndirectExport[] = [];
  const starExports: number[] = [];
  const pending: { name: string; local: string; offset: number }[] = [];

  for (const node of program.body) {
    switch (node.type) {
      case 'ImportDeclaration':
        imports.push(...importEntries(node, requests.add(node)));
        break;
      case 'ExportAllDeclaration': {
        const request = requests.add(node);
        if (!node.exported) starExports.push(request);
        else {
          const name = exportedName(node.exported);
          indirectExports.push({ name, request, importName: '*', offset: node.exported.start });
        }
        break;
      }
      case 'ExportNamedDeclaration':
        if (node.source) {
          const request = requests.add(node);
          for (const { local, exported, start } of node.specifiers) {
            const entry = { name: exportedName(exported), request, importName: exportedName(local) };
            indirectExports.push({ ...entry, offset: start });
          }
        } else if (node.declaration) {
          for (const name of declaredNames(node.declaration)) localExports.set(name, name);
        } else pending.push(...node.specifiers.map(localSpecifier));
        break;
      case 'ExportDefaultDeclaration':
        localExports.set('default', defaultName(node.declaration));
        break;
    }
  }

  const imported = new Map(imports.map((entry) => [entry.local, entry]));
  for (const { name, local, offset } of pending) {
    const entry = imported.get(local);
    if (!entry || entry.name === '*') localExports.set(name, local);
    else indirectExports.push({ name, request: entry.request, importName: entry.name, offset });
  }
  return { requests: requests.list, imports, localExports, indirectExports, starExports };
}

class RequestList {
  readonly list: ModuleRequest[] = [];
  readonly #indexes = new Map<string, number>();

  add(node: WithSource): number {
    const specifier = String(node.source!.value);
    const attributes = Object.fromEntries(
      node.attributes.map(({ key, value }) => [exportedName(key), String(value.value)]),
    );
    const key = JSON.stringify([specifier, Object.entries(attributes).toSorted()]);
    let index = this.#indexes.get(key);
    if (index === undefined) {
      index = this.list.push({ specifier, attributes, offset: node.source!.start }) - 1;
      this.#indexes.set(key, index);
    }
    return index;
  }
}

function importEntries(node: ImportDeclaration, request: number): ImportEntry[] {
  return node.specifiers.map((specifier) => {
    const local = specifier.local.name;
    const offset = specifier.start;
    if (specifier.type === 'ImportNamespaceSpecifier') return { request, name: '*', local, offset };
    if (specifier.type === 'ImportDefaultSpecifier') return { request, name: 'default', local, offset };
    return { request, name: exportedName(specifier.imported), local, offset };
  });
}

function localSpecifier(node: ExportSpecifier): { name: string; local: string; offset: number } {
  return { name: exportedName(node.exported), local: exportedName(node.local), offset: node.start };
}

function exportedName(node: Identifier | Literal): string {
  return node.type === 'Identifier' ? node.name : String(node.value);
}

function* declaredNames(node: AnyNode): Generator<string> {
  if (node.type === 'VariableDeclaration') {
    for (const { id } of node.declarations) for (const { name } of boundIdentifiers(id)) yield name;
  } else if ((node.type === 'FunctionDeclaration' || node.type === 'ClassDeclaration') && node.id)
    yield node.id.name;
}

function defaultName(node: AnyNode): string {
  const isDeclaration = node.type === 'FunctionDeclaration' || node.type === 'ClassDeclaration';
  return isDeclaration && node.id ? node.id.name : DEFAULT_BINDING;
}
