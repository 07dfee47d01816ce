// The built page in Chromium: how soon an edit is a curve, and how long the page is busy at a time.
//
// Started by `cargo xtask bench --page`, which serves the site and passes its address and the browser, as for the
// end-to-end tests. Times are taken inside the page, from the event that a person causes to the frame that shows the
// answer. Lines of `what<TAB>figure<TAB>unit`. Nothing is asserted.

import { close, launch, open } from "../../tests/e2e/harness.mjs";

/** How often an edit is measured; the median and the longest are told. */
const EDITS = 11;
/** How often a simulation is measured. */
const SIMULATIONS = 3;
/** How long a person looks before asking for the next one, in milliseconds. */
const REST_MS = 1_000;
/** How long the page is watched at full speed, in milliseconds. */
const WATCH_MS = 30_000;
/** Loads of the lab that can be as precise as that within its budget: from 5 to 85 % in steps of 5. */
const LOADS = 17;
/** The half-width that is waited for, as a share of the mean. */
const PRECISION = 0.05;

const button = (page, name) => page.getByRole("button", { name });
const say = (what, figure, unit) => console.log(`${what}\t${figure.toFixed(figure < 10 ? 1 : 0)}\t${unit}`);
const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];

/** Lets the page take the time from an event on it to the first frame in which a sign is there. */
const prepare = (page) =>
  page.evaluate((precision) => {
    globalThis.began = (name) =>
      new Promise((resolve) => addEventListener(name, () => resolve(performance.now()), { capture: true, once: true }));
    globalThis.shown = async (sign) => {
      while (!sign()) await new Promise(requestAnimationFrame);
      // The frame that shows it has been handed over once the next task runs.
      await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
      return performance.now();
    };
    const millis = (text) => {
      const [number, unit] = text.trim().split(/\s/);
      return Number(number.replaceAll(",", "")) * { s: 1e3, ms: 1, "µs": 1e-3 }[unit];
    };
    /** The rows of a table whose cell is `mean ± half-width` that are precise enough. */
    globalThis.precise = (rows, cell) =>
      [...document.querySelectorAll(rows)].filter((row) => {
        const [mean, half] = (row.children[cell]?.textContent ?? "").split("±");
        return half !== undefined && millis(half) <= precision * millis(mean);
      }).length;
  }, PRECISION);

async function edits(page) {
  const servers = page.getByRole("spinbutton", { name: "Servers" });
  const took = [];
  for (let edit = 0; edit < EDITS; edit++) {
    const wanted = 2 + edit;
    const time = page.evaluate(async (wanted) => {
      const start = await began("input");
      const captions = () => [...document.querySelectorAll(".lab-picture figcaption")];
      const told = ({ textContent }) => textContent.includes(`${wanted} servers`);
      const sign = () => captions().length === 2 && captions().every(told);
      return (await shown(sign)) - start;
    }, wanted);
    await servers.fill(String(wanted));
    took.push(await time);
  }
  say("formula lab, edit to theory's curve, median", median(took), "ms");
  say("formula lab, edit to theory's curve, longest", Math.max(...took), "ms");
}

async function simulations(page) {
  await page.getByText("table of all loads").click();
  const servers = page.getByRole("spinbutton", { name: "Servers" });
  const [first, half, all] = [[], [], []];
  for (let turn = 0; turn < SIMULATIONS; turn++) {
    await servers.fill(String(4 + turn));
    await page.waitForTimeout(REST_MS);
    const time = page.evaluate(async (loads) => {
      const start = await began("click");
      const until = async (count) => (await shown(() => precise(".lab-details tbody tr", 6) >= count)) - start;
      return [await until(1), await until(10), await until(loads)];
    }, LOADS);
    await page.locator(".lab-picture figcaption").filter({ hasText: `${4 + turn} servers` }).first().waitFor();
    await button(page, /^Simulate/).click();
    const [one, ten, every] = await time;
    first.push(one);
    half.push(ten);
    all.push(every);
    // What follows is finer than what is measured here. Where it has ended already, there is nothing to cancel.
    await button(page, "Cancel").click({ timeout: 1_000 }).catch(() => {});
  }
  say("formula lab, key to the first load within ± 5 %, median", median(first), "ms");
  say("formula lab, key to ten loads within ± 5 %, median", median(half), "ms");
  say("formula lab, key to all loads up to 85 % within ± 5 %, median", median(all), "ms");
}

async function lab(browser) {
  const page = await open(browser, { path: "#formulas", viewport: { width: 1440, height: 900 } });
  await page.locator(".lab-picture svg").nth(1).waitFor();
  await prepare(page);
  await edits(page);
  await simulations(page);
  await close(page);
}

async function curve(browser) {
  const page = await open(browser, { path: "#play/preset/mmc", viewport: { width: 1440, height: 900 } });
  await page.locator(".transport-play:enabled").waitFor();
  await button(page, "Show them now").click();
  await page.locator(".curve-ask button").waitFor();
  await prepare(page);
  const took = [];
  for (let turn = 0; turn < SIMULATIONS; turn++) {
    await page.waitForTimeout(REST_MS);
    const time = page.evaluate(async () => {
      const start = await began("click");
      // The curve of the turn before is gone with the click.
      await shown(() => document.querySelector(".curve-ask progress"));
      const rest = () => document.querySelector(".curve-ask [role=status]")?.textContent ?? "";
      const first = (await shown(() => /[1-9]/.test(rest()))) - start;
      return [first, (await shown(() => !document.querySelector(".curve-ask progress"))) - start];
    });
    await page.locator(".curve-ask button").click();
    took.push(await time);
  }
  say("load curve, key to its first point, median", median(took.map(([first]) => first)), "ms");
  say("load curve, key to all its points, median", median(took.map(([, all]) => all)), "ms");
  await close(page);
}

/** Begins to count what the main thread does; the answer tells it, in milliseconds a second. */
async function thread(page) {
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable");
  const read = async () => {
    const { metrics } = await session.send("Performance.getMetrics");
    return Object.fromEntries(metrics.map(({ name, value }) => [name, value]));
  };
  const before = await read();
  return async () => {
    const after = await read();
    const rate = (name) => ((after[name] - before[name]) / (after.Timestamp - before.Timestamp)) * 1e3;
    return { wall: rate("TaskDuration"), processor: rate("ThreadTime") };
  };
}

/** Full speed for half a minute: what the main thread does at a time, and how many frames it shows. */
async function busy(browser, preset) {
  const page = await open(browser, { path: `#play/preset/${preset}`, viewport: { width: 1440, height: 900 } });
  await page.locator(".transport-play:enabled").waitFor();
  await page.getByLabel("Speed", { exact: true }).press("End");
  await button(page, /^Play$/).click();
  await page.locator(".chart canvas").first().waitFor();
  const counters = await thread(page);
  const { tasks, frames, slowest } = await page.evaluate(async (watch) => {
    const tasks = [];
    const keep = (list) => tasks.push(...list.getEntries().map(({ duration }) => duration));
    new PerformanceObserver(keep).observe({ type: "longtask" });
    const times = [await new Promise(requestAnimationFrame)];
    while (times.at(-1) - times[0] < watch) times.push(await new Promise(requestAnimationFrame));
    const gaps = times.slice(1).map((time, place) => time - times[place]);
    return { tasks, frames: (gaps.length / (times.at(-1) - times[0])) * 1e3, slowest: Math.max(...gaps) };
  }, WATCH_MS);
  const { wall, processor } = await counters();
  say(`${preset}, longest task`, Math.max(0, ...tasks), "ms");
  say(`${preset}, tasks above 50 ms`, tasks.length, "in 30 s");
  say(`${preset}, frames`, frames, "per second");
  say(`${preset}, longest frame`, slowest, "ms");
  // Where the two differ, other work had the processor: tasks took as much longer.
  say(`${preset}, time in tasks`, wall, "ms a second");
  say(`${preset}, processor time of the main thread`, processor, "ms a second");
  await close(page);
}

const browser = await launch();
try {
  await lab(browser);
  await curve(browser);
  for (const preset of ["calm-day", "festival-peak"]) await busy(browser, preset);
} finally {
  await browser.close();
}
