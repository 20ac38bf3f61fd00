/** The same way through every instrument of the bench, by mouse, by the keys alone, and by touch on a phone. */
import { expect, test } from 'vitest';
import { expectAccessible } from './accessibility.ts';
import { Bench } from './bench.ts';
import { hands } from './hands.ts';
import { describeVisits, phone, visit } from './visit.ts';

describeVisits();

test.each([
  ['mouse', {}],
  ['keyboard', {}],
  ['touch', phone],
] as const)(
  'by %s: compare, take over, run, ask, track, follow, hurt, X-ray, find, share and go back',
  async (name, look) => {
    const { page, open, context } = await visit(look);
    // The longest way of all tests: a slow machine may take its time for each step.
    context.setDefaultTimeout(60_000);
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    const hand = hands[name](page);
    const bench = await Bench.reach(await open('/learn/5-error-tracking/?mode=full'));
    const { root } = bench;
    const press = (control: string | RegExp) => hand.press(bench.button(control).first());
    const screen = async (which: 'Code' | 'Server'): Promise<void> => {
      const button = root.getByRole('group', { name: 'Screen' }).getByRole('button', { name: which });
      if (await button.isVisible()) await hand.press(button);
    };
    const tab = (which: string) => hand.pickTab(root.getByRole('tab', { name: which, exact: true }));

    // Compare, and take over.
    await press('Show a solution');
    await hand.press(page.getByRole('button', { name: 'Show it' }));
    await root.getByRole('textbox', { name: /^One solution/ }).waitFor();
    await press('Use this code');
    await root.getByText('The solution is in the editor').waitFor();
    await hand.pickTab(root.getByRole('tab', { name: 'tracker.mjs' }));
    await root.locator('.cm-content').getByText('captureException').first().waitFor();

    // Run, ask, and see what reached the tracker.
    await press('Run');
    await bench.state.filter({ hasText: 'running on' }).waitFor();
    await screen('Server');
    await press('An order that fails');
    await bench.outcome.filter({ hasText: '500' }).waitFor();
    await hand.press(root.getByLabel('Hex'));
    await bench.response.getByText('000000  7b').waitFor();
    await tab('Tracker');
    const issue = root.locator('.issue').first();
    await hand.press(issue.locator('> summary'));
    await issue.getByText('caused by').first().waitFor();
    await hand.press(issue.getByText('Breadcrumbs and all else'));
    await issue.getByText('"event_id"').first().waitFor();
    await expectAccessible(page);

    // The request on the timeline, and in the log.
    await tab('Timeline');
    await hand.press(root.locator('.moments').getByRole('button', { name: /^GET \/orders\/7 500/ }));
    await root.getByText('Only what belongs to').waitFor();
    await expectAccessible(page);
    await press('Show everything');
    await tab('Requests');
    await press(/^Use again/);
    await tab('Log');
    await hand.choose(root.getByLabel('Least severe level'), 'error');
    await bench.log.getByText('order store is down').first().waitFor();

    // Faults, and a signal.
    await hand.press(root.locator('.faults > summary'));
    await hand.choose(root.locator('.faults select'), 'error');
    await root.locator('.faults .active').filter({ hasText: 'collector: error' }).waitFor();
    await expectAccessible(page);
    await press('SIGTERM');
    await bench.state.filter({ hasText: 'SIGTERM' }).waitFor();

    // X-ray: two paths, one beside the other, step by step.
    await tab('X-ray');
    await hand.press(root.getByLabel(/Draw the path/));
    await press('Run');
    await bench.state.filter({ hasText: 'running on' }).waitFor();
    await press('An order that fails');
    await press('An order that does not exist');
    await hand.choose(root.getByLabel('beside'), '1');
    await press('Step on');
    await root.locator('.xray-steps [role="status"]').filter({ hasText: 'Step 1 of' }).waitFor();
    await expectAccessible(page);

    // Found by its name, the keys, and a link.
    await press('Commands');
    const field = page.getByRole('combobox', { name: 'Find a command' });
    await field.waitFor();
    await page.keyboard.type('show: timeline');
    if (name === 'keyboard') await page.keyboard.press('Enter');
    else await hand.press(page.getByRole('option', { name: 'Show: Timeline' }));
    await root.getByRole('tab', { name: 'Timeline', selected: true }).waitFor();
    await press('Keys');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor();
    await hand.press(page.getByRole('dialog', { name: 'Keys' }).getByRole('button', { name: 'Close' }));
    await press('Copy a link to this');
    await root.getByText('It carries your code itself').waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toContain('#code=');

    // Back to what there was before.
    await press('Earlier states');
    await hand.press(root.locator('.points button').last());
    await press('Go back to this');
    await root.getByText(/^The code of .* is in the editor/).waitFor();
    await press('Back to the text');
    await bench.button('Full page').waitFor();
    await expectAccessible(page);
  },
  480_000,
);
