import beside from '../styles/beside.css?inline';
import checks from '../styles/checks.css?inline';
import dialogs from '../styles/dialogs.css?inline';
import engine from '../styles/engine.css?inline';
import log from '../styles/log.css?inline';
import panes from '../styles/panes.css?inline';
import requests from '../styles/requests.css?inline';
import timeline from '../styles/timeline.css?inline';
import tracker from '../styles/tracker.css?inline';
import workbench from '../styles/workbench.css?inline';
import xray from '../styles/xray.css?inline';

/**
 * Puts the working bench's styles on the page. As text in the bench's own chunk, because Astro hoists the style sheets
 * that a page's scripts import, lazily or not, into the page's head.
 */
export function adoptStyles(): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(
    [workbench, beside, dialogs, panes, requests, log, timeline, tracker, xray, checks, engine].join('\n'),
  );
  document.adoptedStyleSheets.push(sheet);
}
