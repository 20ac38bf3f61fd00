import { beforeAll, expect, test } from 'vitest';
import { engineFiles, gzipSize } from '../../scripts/bench/sizes.mjs';
import { ensurePacked } from '../../scripts/in-page/ensure-packed.mjs';

beforeAll(ensurePacked, 120_000);

test('what is downloaded before the first response of a server on Express does not grow', () => {
  const gzip = engineFiles(['express']).before.reduce((sum, name) => sum + gzipSize(name), 0);
  // The aim is 220 KB (`npm run bench` says how far that is); this holds what is reached.
  expect(gzip).toBeLessThan(466_000);
});

test('a sandbox with other packages downloads none of Express', () => {
  const filesFor = (name: string) => Object.values(engineFiles([name])).flat();
  const express = filesFor('express');
  expect(filesFor('eta').filter((name) => name.startsWith('packages-') && express.includes(name))).toEqual(
    [],
  );
});
