// What every end-to-end test needs: a browser, a page that may not go wrong unnoticed, and a check of accessibility.
//
// The site is served by `cargo xtask test`, which passes its address in SWITCHYARD_URL and the browser in CHROME.
// Wait for events, never for time.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

const require = createRequire(import.meta.url);

/** The address of the page under test, with a slash at its end. */
export const SITE = process.env.SWITCHYARD_URL ?? "";
assert.ok(SITE, "SWITCHYARD_URL is not set: run these tests with `cargo xtask test --only e2e`");

/** How long anything may take before a test gives up, in milliseconds; slow machines are not a fault. */
export const PATIENCE = 60_000;

const ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Starts the browser. */
export function launch() {
  return chromium.launch({ executablePath: process.env.CHROME || undefined, args: ARGUMENTS });
}

/** A list that can be waited for. */
class Faults extends Array {
  #waiting = [];

  /** Resolves when the next fault comes. */
  noticed() {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  push(...faults) {
    for (const resolve of this.#waiting.splice(0)) resolve();
    return super.push(...faults);
  }
}

/**
 * Opens a fresh page and collects everything that must not happen: errors and warnings on the console of the page or a worker,
 * uncaught errors, violations of the content security policy, failed requests, requests to another host.
 * `path` is relative to the site; `null` leaves the page blank, for a test that prepares it first.
 * The list is `page.faults`; `close(page)` ends the page and fails if the list is not empty.
 */
export async function open(browser, { path = "", ...options } = {}) {
  const context = await browser.newContext(options);
  context.setDefaultTimeout(PATIENCE);
  const page = await context.newPage();
  page.faults = new Faults();
  watch(page);
  if (path !== null) await page.goto(new URL(path, SITE).href);
  return page;
}

function watch(page) {
  const origin = new URL(SITE).origin;
  const fault = (text) => page.faults.push(text);
  page.on("console", (message) => {
    if (["error", "warning", "assert"].includes(message.type())) fault(`console ${message.type()}: ${message.text()}`);
  });
  page.on("pageerror", (error) => fault(`uncaught: ${error.message}`));
  page.on("crash", () => fault("the page crashed"));
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (["http:", "https:", "ws:", "wss:"].includes(url.protocol) && url.origin !== origin) {
      fault(`request to another host: ${url.href}`);
    }
  });
  page.on("requestfailed", (request) => {
    const reason = request.failure()?.errorText;
    // A reload breaks off what is still under way, as the icon; that is nobody's fault.
    if (reason !== "net::ERR_ABORTED") fault(`request failed: ${request.url()} ${reason}`);
  });
}

/** Closes the page; fails if anything went wrong on it. */
export async function close(page) {
  const faults = [...page.faults];
  await page.context().close();
  assert.deepEqual(faults, [], "the page went wrong unnoticed");
}

/** Checks the page with axe; `within` names the part to look at. */
export async function accessible(page, within = "html") {
  const source = await readFile(require.resolve("axe-core/axe.min.js"), "utf8");
  // Through the debugger, not a script element: the content security policy stays as it is.
  await page.evaluate(source);
  // Without preload, with which axe copies imported style sheets into the page, against the policy.
  const { violations } = await page.evaluate((part) => globalThis.axe.run(part, { preload: false }), within);
  const found = violations.map(({ id, help, nodes }) => `${id}: ${help} (${nodes.map(({ target }) => target).join("; ")})`);
  assert.deepEqual(found, [], "axe found something");
}
