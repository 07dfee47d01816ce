// Journeys through the page as its users make them: play, stand still, step, change, compare, share, come back.
//
// Things are found by role and name, and waited for, never timed.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { deflateRawSync } from "node:zlib";
import { SITE, accessible, close, launch, open } from "./harness.mjs";

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

const button = (page, name) => page.getByRole("button", { name, exact: true });
const transport = (page) => page.getByRole("region", { name: "Transport" });

/** Simulated seconds that the clock shows. */
async function seconds(page) {
  const shown = await transport(page).locator(".readout-clock dd").innerText();
  return shown.replaceAll(/\s/g, "").split(":").reduce((sum, part) => sum * 60 + Number(part), 0);
}

/** Waits until the clock has passed a time. */
async function passed(page, time) {
  await page.waitForFunction((time) => {
    const shown = document.querySelector(".readout-clock dd")?.textContent ?? "";
    return shown.replaceAll(/\s/g, "").split(":").reduce((sum, part) => sum * 60 + Number(part), 0) > time;
  }, time);
}

/** Sets the speed to as fast as possible. */
const rush = (page) => page.getByLabel("Speed", { exact: true }).press("End");

/** Where the page opens on its first preset and stands still; without an address a first visit plays by itself. */
const FIRST = "#play/preset/calm-day";

/** Opens the page and waits until its simulation answers. */
async function ready(options) {
  const page = await open(browser, { path: FIRST, viewport: { width: 1440, height: 900 }, ...options });
  await page.locator(".transport-play:enabled").waitFor();
  return page;
}

test("a first visit is alive by itself, a second one stands still", async () => {
  const page = await open(browser);
  await passed(page, 0.5);
  await page.waitForURL(/#play\//);
  await page.goto("about:blank");
  await page.goto(SITE);
  await button(page, "Play").waitFor();
  await close(page);
});

test("a first look fetches the drawing alone; the rest comes when it is wanted", async () => {
  const page = await ready();
  const fetched = () => page.evaluate(() => performance.getEntriesByType("resource").map(({ name }) => name).join(" "));
  assert.doesNotMatch(await fetched(), /worker|workbench|uPlot/, "neither engine nor workbench");
  await page.locator("main svg [role=button]").nth(1).click();
  await page.locator("#inspector .controls").waitFor();
  assert.match(await fetched(), /workbench_bg\.wasm/, "the controls were opened");
  assert.doesNotMatch(await fetched(), /worker_bg/, "nothing is simulated yet");
  await button(page, "Step one event").click();
  await passed(page, 0);
  await page.locator(".chart").first().waitFor();
  await close(page);
});

test("without its workbench the page says so and still plays", async () => {
  const page = await open(browser, { path: FIRST });
  await page.route("**/workbench_bg.wasm", (route) => route.abort());
  await button(page, "Play").click();
  await page.getByRole("alert").filter({ hasText: "Controls, charts and trials could not be loaded" }).waitFor();
  await passed(page, 0.2);
  // Not `close`: the failed request is on the console, as it should be.
  await page.context().close();
});

test("play, pause, step, reset", async () => {
  const page = await ready();
  assert.equal(await seconds(page), 0, "it begins at the beginning");
  await button(page, "Play").click();
  await passed(page, 0.5);
  await button(page, "Pause").click();
  await button(page, "Play").waitFor();
  // Standing still, the clock shows microseconds: one event moves it.
  await page.locator(".readout-clock small").waitFor();
  for (const step of ["Step one event", "Step to the next decision"]) {
    const before = await seconds(page);
    await button(page, step).click();
    await passed(page, before);
  }
  await button(page, "Reset").click();
  await page.waitForFunction(() => document.querySelector(".readout-clock dd").textContent.startsWith("0:00.00"));
  await close(page);
});

for (const [name, path, viewport] of [["wide", "", { width: 1440, height: 900 }], ["on a phone", "", { width: 390, height: 844 }],
  ["in a frame", "?embed=1", { width: 640, height: 400 }]]) {
  test(`payments are seen moving, ${name}`, async () => {
    const page = await ready({ path: path + FIRST, viewport });
    await button(page, "Play").click();
    // Beads are drawn on a canvas: some of its pixels are no longer clear, on the left half and on the right.
    await page.waitForFunction(() => {
      const canvas = document.querySelector(".topology-beads");
      if (!canvas?.width || !canvas.clientHeight) return false;
      const half = Math.floor(canvas.width / 2);
      // A copy is read: reading the canvas itself would slow it down.
      const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext("2d", { willReadFrequently: true });
      copy.drawImage(canvas, 0, 0);
      const painted = (x) => copy.getImageData(x, 0, half, canvas.height).data.some((value) => value > 0);
      return painted(0) && painted(half);
    });
    await close(page);
  });
}

test("the keyboard alone is enough", async () => {
  const page = await ready();
  await page.keyboard.press("Space");
  await passed(page, 0.3);
  await page.keyboard.press("k");
  await button(page, "Play").waitFor();
  await page.keyboard.press("r");
  await page.waitForFunction(() => document.querySelector(".readout-clock dd").textContent.startsWith("0:00.00"));
  const seed = page.getByLabel("Seed", { exact: true });
  const before = await seed.inputValue();
  await page.keyboard.press("n");
  await page.waitForFunction((seed) => document.getElementById("seed").value !== seed, before);
  await page.keyboard.press("?");
  await page.getByText("Single keys are shortcuts").waitFor();
  await page.keyboard.press("Escape");
  await close(page);
});

test("at full speed a minute passes in no time, and figures say how sure they are", async () => {
  const page = await ready();
  await rush(page);
  await button(page, "Play").click();
  await passed(page, 120);
  const verdict = page.getByRole("region", { name: "Verdict" });
  await verdict.getByText("±", { exact: false }).first().waitFor();
  // The window follows its data, however fast time goes: an export has rows.
  const chart = page.locator(".chart[data-kind=payments-per-second]");
  await chart.locator("summary").click();
  const [download] = await Promise.all([page.waitForEvent("download"), button(chart, "save CSV").click()]);
  assert.ok((await readFile(await download.path(), "utf8")).trim().split("\n").length > 10, "rows under the heads");
  await button(page, "Pause").click();
  await accessible(page);
  await close(page);
});

test("every preset plays", async () => {
  const page = await ready();
  await rush(page);
  await button(page, "Presets").click();
  const titles = await page.locator(".preset-title").evaluateAll((all) => all.map((one) => one.firstChild.textContent));
  await page.keyboard.press("Escape");
  assert.ok(titles.length >= 8, "presets are offered");
  for (const title of titles) {
    await button(page, "Presets").click();
    await page.locator(".preset").filter({ hasText: title }).first().click();
    await page.waitForFunction((title) => document.querySelector("input[aria-label='Title of the scenario'], #title")?.value === title
      || [...document.querySelectorAll("input")].some((input) => input.value === title), title);
    if (await button(page, "Play").isVisible()) await button(page, "Play").click();
    await passed(page, 5);
  }
  await close(page);
});

test("each stage opens its controls, and each control changes the scenario", async () => {
  const page = await ready();
  const stages = page.locator("main svg [role=button]");
  const count = await stages.count();
  assert.ok(count >= 8, `every stage can be reached: ${count}`);
  for (let index = 0; index < count; index += 1) {
    const heading = await page.locator("#inspector h2").allInnerTexts();
    await stages.nth(index).focus();
    await page.keyboard.press("Enter");
    await page.waitForFunction((before) => (document.querySelector("#inspector h2")?.innerText ?? before) !== before, heading[0] ?? "");
    const numbers = page.locator("#inspector [data-field] input[role=spinbutton]:visible");
    if ((await numbers.count()) === 0) continue;
    const field = numbers.first();
    const before = Number((await field.inputValue()).replaceAll(/\s/g, ""));
    const address = page.url();
    await field.fill(String(before > 1 ? before - 1 : before + 1));
    await field.press("Enter");
    await page.waitForURL((url) => url.href !== address);
  }
  await button(page, "Undo").click();
  await button(page, "Redo").click();
  await accessible(page);
  await close(page);
});

test("what is not allowed is said at its field, and the run goes on", async () => {
  const page = await ready();
  await button(page, "Play").click();
  await page.locator("main svg [role=button]").nth(1).press("Enter");
  const workers = page.locator("[data-field='gateway.workers'] input[role=spinbutton]");
  await workers.fill("0");
  await workers.press("Enter");
  await page.locator("[data-field='gateway.workers'] [aria-invalid=true]").first().waitFor();
  const at = await seconds(page);
  await passed(page, at + 0.2);
  await close(page);
});

test("pinned as A, a change is compared on the same random numbers", async () => {
  const page = await ready();
  await rush(page);
  await button(page, "Play").click();
  await passed(page, 60);
  await button(page, "Pause").click();
  await button(page, "Pin as A").click();
  await button(page, "Unpin A").waitFor();
  const verdict = page.getByRole("region", { name: "Verdict" });
  await verdict.getByText("B − A").first().waitFor();
  await page.locator(".readout-remark").waitFor({ state: "detached" });
  await accessible(page);
  await close(page);
});

test("an address restores the scenario, and a reload keeps it", async () => {
  const page = await ready();
  await button(page, "Presets").click();
  await page.locator(".preset").nth(1).click();
  await page.waitForURL(/#play\//);
  const address = page.url();
  await page.reload();
  await page.locator(".transport-play:enabled").waitFor();
  assert.equal(page.url(), address, "the address stays");
  const other = await ready({ path: address.slice(SITE.length) });
  const title = await page.locator("input").first().inputValue();
  assert.equal(await other.locator("input").first().inputValue(), title, "the same scenario elsewhere");
  await close(other);
  await close(page);
});

test("a broken link is told, and the page works", async () => {
  const page = await open(browser, { path: "#play/v1.AAAA" });
  await page.getByRole("alert").filter({ hasText: "The link could not be opened" }).waitFor();
  await page.locator(".transport-play:enabled").waitFor();
  await button(page, "Play").click();
  await passed(page, 0.1);
  await accessible(page);
  await close(page);
});

test("a worker that crashes is replaced, paused, with a word", async () => {
  const page = await ready();
  const started = page.waitForEvent("worker");
  await button(page, "Play").click();
  const worker = await started;
  await passed(page, 0.2);
  await worker.evaluate(() => void setTimeout(() => { throw new Error("planted"); }, 0));
  await page.getByRole("alert").filter({ hasText: "crashed" }).waitFor();
  await button(page, "Play").click();
  await passed(page, 0.2);
  // Not `close`: the planted error is on the console, as it should be.
  await page.context().close();
});

test("themes and motion are chosen and kept", async () => {
  const page = await ready();
  await button(page, "Appearance").click();
  await page.getByRole("radio", { name: "Dark" }).check({ force: true });
  await page.waitForFunction(() => document.documentElement.dataset.theme === "dark");
  await page.keyboard.press("Escape");
  await accessible(page);
  await page.reload();
  await page.waitForFunction(() => document.documentElement.dataset.theme === "dark");
  await close(page);
});

test("without motion the page shows the same by widths and numbers", async () => {
  const page = await ready({ reducedMotion: "reduce" });
  await button(page, "Play").click();
  await passed(page, 0.5);
  assert.equal(await page.locator("main canvas").count(), 0, "no beads");
  await close(page);
});

for (const [name, width, height] of [["a phone", 390, 844], ["the narrowest screen", 320, 640]]) {
  test(`on ${name} everything fits and works`, async () => {
    const page = await ready({ viewport: { width, height } });
    await button(page, "Play").click();
    await passed(page, 0.3);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(wide <= width, `no sideways scroll: ${wide}`);
    await accessible(page);
    await close(page);
  });
}

test("anybody can run the proof, cancel it, and link to it", async () => {
  const page = await ready();
  await page.getByRole("link", { name: "Verify", exact: true }).click();
  await page.getByText("Nothing was run yet").waitFor();
  await page.waitForURL(/#verify\//);
  await button(page, "Verify thoroughly").click();
  await page.locator(".study-standing progress").waitFor();
  await button(page, "Cancel").click();
  await page.getByText("Cancelled").waitFor();
  await button(page, "Verify quickly").click();
  await page.getByText("Everything passes").waitFor();
  assert.equal(await page.locator("[data-verdict=bad]").count(), 0, "nothing fails");
  assert.ok((await page.getByText("the same", { exact: true }).count()) >= 8, "every preset has its digest here too");
  await accessible(page);
  await page.reload();
  await button(page, "Verify quickly").waitFor();
  await page.getByRole("link", { name: "Play", exact: true }).click();
  await page.locator(".topology").waitFor();
  await close(page);
});

test("the formula lab shows theory at once, simulates when asked, and marks what is old", async () => {
  const page = await ready();
  await page.getByRole("link", { name: "Formulas", exact: true }).click();
  await page.waitForURL(/#formulas\//);
  await page.getByRole("heading", { name: "At a load of 80.0 %", exact: true }).waitFor();
  await page.getByText("M/M/c, exact", { exact: false }).first().waitFor();
  assert.equal(await page.locator(".lab-picture svg").count(), 2, "throughput and latency");
  assert.match(await page.getByRole("region", { name: /thread pool/ }).innerText(), /79\.2/, "M/M/4 up to 99 %");
  const mean = page.getByRole("row").filter({ hasText: "response time, mean" });
  assert.match(await mean.innerText(), /not simulated/, "theory alone so far");
  await button(page, "Simulate these loads").click();
  await button(page, "Cancel").click();
  await page.getByText("Cancelled.").waitFor();
  await page.getByRole("button", { name: /^Simulate/ }).click();
  await page.getByText(/^Simulated: 4 servers/).waitFor();
  assert.match(await mean.innerText(), /± .*(in|out)side the interval/, "measured beside theory");
  await accessible(page);
  const mark = page.getByRole("slider", { name: "Load to read out" });
  await mark.press("End");
  await page.getByText("Unstable: 104").waitFor();
  await mark.press("Home");
  await page.getByRole("heading", { name: "At a load of 5.0 %", exact: true }).waitFor();
  const servers = page.getByRole("spinbutton", { name: "Servers" });
  await servers.fill("0");
  await page.getByText("Out of range").waitFor();
  assert.ok(await page.getByRole("button", { name: /^Simulate/ }).isDisabled(), "what is not allowed is not simulated");
  await servers.fill("2");
  await page.getByText("The pale points belong to 4 servers").waitFor();
  assert.match(await mean.innerText(), /not simulated/, "old figures are not compared");
  await button(page, "heavy 4").click();
  await page.getByText("an approximation").waitFor();
  await page.getByText("table of all loads").click();
  await button(page, "save CSV").waitFor();
  await accessible(page);
  await page.reload();
  await page.getByRole("heading", { name: "Formula lab" }).waitFor();
  await close(page);
});

test("the formula lab stands in the address, and what is not allowed there is told", async () => {
  const servers = (page) => page.getByRole("spinbutton", { name: "Servers" });
  const page = await ready({ path: "#formulas" });
  await page.waitForURL(/#formulas\/v1\./);
  const before = page.url();
  await servers(page).fill("7");
  await page.waitForURL((url) => url.href !== before);
  const address = new URL(page.url()).hash;
  await page.locator(".lab-picture").filter({ hasText: "7 servers" }).first().waitFor();
  const other = await open(browser, { path: address });
  await other.locator(".lab-picture").filter({ hasText: "7 servers" }).first().waitFor();
  assert.equal(await servers(other).inputValue(), "7", "it opens as it was left");
  await close(other);
  await page.goto(before);
  await page.locator(".lab-picture").filter({ hasText: "4 servers" }).first().waitFor();
  assert.equal(await servers(page).inputValue(), "4", "an address that is followed sets it again");
  const wrong = JSON.stringify({ scenario: { version: 1 }, lab: { servers: 65 } });
  await page.goto(new URL(`#formulas/v1.${deflateRawSync(wrong).toString("base64url")}`, SITE).href);
  const alert = page.getByRole("alert").filter({ hasText: "could not be opened" });
  assert.match(await alert.innerText(), /lab\.servers[\s\S]*65[\s\S]*from 1 to 64 servers/, "the place is named");
  assert.equal(await servers(page).inputValue(), "4", "the lab stays as it was");
  await close(page);
});

test("the balancing lab shows picks as the products make them, and judges predictions", async () => {
  // High enough for the whole lab: axe takes a label beyond the edge of a scrolled part for a hidden one.
  const page = await ready({ viewport: { width: 1440, height: 3200 } });
  await page.getByRole("link", { name: "Balance", exact: true }).click();
  await page.waitForURL(/#balance\//);
  await page.getByRole("heading", { name: "Balancing lab" }).waitFor();
  assert.equal(await page.locator(".balancing-lane").count(), 4, "four policies side by side");
  await page.getByText("Picks: A A B A C A A A A B A C", { exact: false }).first().waitFor();
  await button(page, "A").click();
  await page.getByText("Pick 1 of 26 went to A. You were right. 1 of 1 predictions right.").waitFor();
  await button(page, "C").press("Enter");
  await page.getByText("Pick 2 of 26 went to A. You said C. 1 of 2 predictions right.").waitFor();
  await button(page, "Back").click();
  assert.ok(await button(page, "B").isDisabled(), "what was seen is not predicted");
  await button(page, "Next pick").click();
  await page.getByText("What it sees before pick 3").waitFor();
  const script = page.getByRole("textbox", { name: "Requests opening and finishing" });
  await script.fill("+ + 7");
  await page.getByText("word 3 finishes request 7, which was never opened").waitFor();
  assert.equal(await script.getAttribute("aria-invalid"), "true", "said at its field");
  await page.getByLabel("Script", { exact: true }).selectOption("S1, a little load");
  await page.locator(".balancing-controls").getByLabel("Weights").fill("1, 1, 1");
  await page.getByText("Picks: A B C A C C B A C A.").waitFor();
  await page.getByLabel("Policy to look into").selectOption({ index: 2 });
  await page.getByText("least_conn;").waitFor();
  await page.getByLabel("Policy 1", { exact: true }).selectOption("Power of d choices");
  await page.getByRole("spinbutton", { name: "choices" }).fill("3");
  await page.getByText("Power of d choices: choices 3", { exact: true }).waitFor();
  await page.getByLabel("Policy to look into").selectOption({ index: 0 });
  await button(page, "Next pick").click();
  await page.getByText("Pick 1 looked at those drawn by lot:").waitFor();
  await page.getByText(/table of all \d+ policies/).click();
  await page.getByText("Running program too.").first().waitFor();
  await accessible(page);
  await page.setViewportSize({ width: 320, height: 640 });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(wide <= 320, `no sideways scroll: ${wide}`);
  await page.reload();
  await page.getByRole("heading", { name: "Balancing lab" }).waitFor();
  await close(page);
});

test("every view answers after a run, and the play view after every view", async () => {
  const page = await ready();
  // Views scroll within the page; the page itself, with figures above and transport below, stays where it is.
  const still = () =>
    page.waitForFunction(() => document.scrollingElement.scrollHeight <= document.documentElement.clientHeight);
  await button(page, "Play").click();
  await page.locator(".availability").waitFor();
  await still();
  await page.getByRole("link", { name: "Balance", exact: true }).click();
  await button(page, "Next pick").click();
  await page.getByText(/^Pick 1 of /).waitFor();
  await still();
  await page.getByRole("link", { name: "Cache", exact: true }).click();
  await button(page, "Next eviction").click();
  await page.getByText("Request 4 of 20: 2 misses, 7 leaves.").waitFor();
  await still();
  await page.getByRole("link", { name: "Play", exact: true }).click();
  await button(page, "Look back at this run").click();
  await page.getByRole("heading", { name: "The slowest", exact: true }).waitFor();
  await close(page);
});

test("policies meet the same random payments, with intervals and paired differences", async () => {
  const page = await ready();
  await page.getByRole("link", { name: "Balance", exact: true }).click();
  const contest = page.getByRole("region", { name: "The same policies on random payments" });
  await contest.getByText("Nothing was simulated yet").waitFor();
  await contest.getByLabel("Processors").selectOption("4");
  await contest.getByLabel("World").selectOption("One fails fast");
  await contest.getByText("so it always looks idle").waitFor();
  await button(contest, "Run them").click();
  await contest.getByText(/of 50 runs are done/).waitFor();
  await contest.getByText(/Highest success rate: /).waitFor();
  const row = contest.getByRole("row", { name: /NGINX least_conn/ });
  assert.match(await row.innerText(), /ms ± [\s\S]*% ± [\s\S]*10 runs of 60 s/, "figures with their intervals");
  assert.match(await contest.getByRole("row", { name: /reference/ }).innerText(), /[+−-]/, "and a difference");
  await contest.getByLabel("World").selectOption("All alike");
  await contest.getByText("found for another setting").waitFor();
  await accessible(page);
  await page.setViewportSize({ width: 320, height: 640 });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(wide <= 320, `no sideways scroll: ${wide}`);
  await close(page);
});

test("a configuration is read into the balancing lab and taken back, and keys that move are counted", async () => {
  const page = await ready();
  await page.getByRole("link", { name: "Balance", exact: true }).click();
  await page.getByText("Read servers from a configuration").click();
  const field = page.getByLabel("An upstream of NGINX, or a backend of HAProxy");
  await field.fill("upstream pay {\n  random;\n  server a weight=0;\n}");
  await button(page, "Read it").click();
  await page.getByText('line 3: the weight "0" is not allowed here').waitFor();
  await field.fill("upstream pay {\n  random;\n  server a weight=3;\n  server b max_fails=2;\n}");
  await button(page, "Read it").click();
  await page.getByText("Read from NGINX, group pay: 2 servers").waitFor();
  await page.getByText("the lab has no place for it: max_fails").waitFor();
  assert.equal(await page.getByLabel("Weights", { exact: true }).inputValue(), "3, 1", "its weights");
  await button(page, "Take it back").click();
  assert.equal(await page.getByLabel("Weights", { exact: true }).inputValue(), "5, 1, 1", "and those from before");
  await page.getByText("Which keys move").click();
  const row = page.getByRole("row", { name: /Rendezvous/ });
  assert.equal((await row.innerText()).match(/and 0.0\s%/g)?.length, 3, "a rendezvous moves none needlessly");
  await accessible(page);
  await close(page);
});

test("the availability panel tells its definitions apart", async () => {
  const page = await ready();
  await button(page, "Play").click();
  const panel = page.locator(".availability");
  await panel.getByRole("rowheader", { name: "By time" }).waitFor();
  assert.match(await panel.textContent(), /final, correct, within 800\sms[\s\S]*may fail/, "what was counted");
  await close(page);
});

test("the cache lab steps through a sequence, asks who goes, and compares policies", async () => {
  const page = await ready();
  await page.getByRole("link", { name: "Cache", exact: true }).click();
  await page.waitForURL(/#cache\//);
  await page.getByText("The cache is empty.").waitFor();
  await button(page, "Next eviction").click();
  await page.getByText("Request 4 of 20: 2 misses, 7 leaves.").waitFor();
  await button(page, "Back").click();
  await button(page, "Guess who goes").click();
  await page.getByText("Next: 2. Which key goes?").waitFor();
  await button(page, "7").click();
  await page.getByText("1 of 1 right").waitFor();
  await accessible(page);
  await page.getByRole("slider", { name: "Requests so far" }).press("End");
  await page.getByText("So far 12 misses, 8 hits.").waitFor();
  await page.locator("#caches-policy").selectOption("arc");
  await button(page, "End").click();
  await page.getByRole("rowheader", { name: "T1", exact: true }).waitFor();
  await button(page, "Belady’s string, 4").click();
  await button(page, "End").click();
  await page.getByText("So far 10 misses, 2 hits.").waitFor();
  const typed = page.getByLabel("Sequence of keys");
  await typed.fill("A B abcdefghi");
  await page.getByText("Key 3, “abcdefghi”, has 9 characters; 1 to 8 are allowed.").waitFor();
  await typed.fill("A B A");
  await button(page, "End").click();
  await page.getByText("So far 2 misses, 1 hit.").waitFor();
  await page.getByLabel("Trace", { exact: true }).selectOption("loop");
  await page.getByRole("row").filter({ hasText: "LRU (least recently used)" }).filter({ hasText: /20.000/ }).waitFor();
  await page.getByText("policies: 6 of up to 6 chosen").click();
  assert.ok(await page.getByLabel("Random", { exact: true }).isDisabled(), "a seventh is not offered");
  await accessible(page);
  await page.setViewportSize({ width: 320, height: 640 });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(wide <= 320, `no sideways scroll: ${wide}`);
  await page.reload();
  await page.getByRole("heading", { name: "Cache lab" }).waitFor();
  await close(page);
});

test("theory stands beside the measurement, with what the scenario does not keep", async () => {
  const page = await ready();
  await rush(page);
  await button(page, "Play").click();
  const panel = page.locator(".beside");
  await panel.getByText(/theory (inside|.* (above|below))/).first().waitFor();
  await button(page, "Pause").click();
  const table = panel.getByRole("region", { name: "Theory beside the measurement" });
  const whole = table.getByRole("row").filter({ hasText: "arrival to answer" });
  // What is scrolled away is not laid out and has no inner text; its content is there all the same.
  assert.match(await whole.textContent(), /theory[\s\S]*measured[\s\S]*±/, "both, with an interval");
  assert.ok((await table.getByRole("row").count()) > 6, "and so each place");
  assert.match(await panel.textContent(), /Measured over .* after .* of warm-up/, "the window is said");
  const broken = panel.getByRole("listitem");
  assert.ok((await broken.count()) > 0, "this scenario does not keep every assumption");
  assert.equal(await page.locator(".chart canvas").count(), 7, "every chart keeps its picture");
  const chart = page.locator(".chart[data-kind=utilisation]");
  assert.match(await chart.textContent(), /Dashed ink, theory/, "and on the charts");
  await accessible(page);
  await close(page);
});

test("a workbench that comes late hears theory too, and another scenario has another", async () => {
  const page = await ready({ path: "#play/preset/mmc" });
  await rush(page);
  await button(page, "Play").click();
  const panel = page.locator(".beside");
  await panel.getByText("None: all assumptions hold.").waitFor();
  await panel.getByText("exact", { exact: true }).first().waitFor();
  await page.locator(".chart[data-kind=response-time]").getByText(/Dashed ink, theory .*p95/).first().waitFor();
  await close(page);
});

test("the warm-up is a band on every chart over time, said in words", async () => {
  const page = await ready();
  await button(page, "Play").click();
  await page.locator(".chart .visually-hidden").filter({ hasText: "set as warm-up; they are hatched" }).first().waitFor();
  const said = page.locator(".chart > p.visually-hidden").filter({ hasText: "set as warm-up" });
  await page.waitForFunction(() => document.querySelectorAll(".chart > p.visually-hidden").length === 7);
  assert.equal(await said.count(), 7, "on each of them");
  await close(page);
});

test("a trial says how sure the figures are, can be extended, and goes stale", async () => {
  const page = await ready();
  await button(page, "Presets").click();
  await page.locator(".preset").filter({ hasText: "A plain M/M/4" }).click();
  await button(page, "Run a trial").click();
  await button(page, "Add four runs").click();
  await page.getByText("8 runs,").waitFor();
  const row = page.getByRole("row").filter({ hasText: "response time, p95" });
  assert.match(await row.innerText(), /±/, "with its interval");
  await accessible(page);
  await page.keyboard.press("n");
  await page.getByText("belong to another scenario or seed").waitFor();
  await button(page, "Run until ± 2 %").click();
  await page.getByText("as precisely as you wanted").waitFor();
  await page.getByLabel("How precisely the mean response time is to be known").selectOption("10");
  await button(page, "Run until ± 10 %").click();
  await page.getByText(/known to ± 10\S*\s%, as precisely as you wanted/).waitFor();
  await close(page);
});

/** Opens a stage of the drawing by the beginning of its name. */
async function stage(page, name) {
  await page.locator("main svg").getByRole("button", { name: new RegExp(`^${name}`) }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 2, name, exact: true }).waitFor();
}

/** Fills the number of a control in the inspector. */
async function number(page, field, value) {
  const input = page.locator(`#inspector [data-field="${field}"] input[role=spinbutton]`).first();
  await input.fill(String(value));
  await input.press("Enter");
}

/** The figure of the verdict by its name on the page. */
const figure = (page, metric) => page.locator(`.metric[data-metric="${metric}"] .reading-value`);

test("idempotency off in a lossy scenario: double charges count up, undo brings them back to none", async () => {
  const page = await ready();
  assert.equal(await page.locator(".verdict-money").count(), 0, "every answer comes: no row of money");
  await stage(page, "Merchants");
  await page.locator("[data-field='links.merchant_loss'] input[role=spinbutton]").waitFor();
  await number(page, "links.merchant_loss", 5);
  await page.getByText("and it has no timer: it waits for ever").waitFor();
  await page.locator("[data-field='merchant.timeout_ms'] input[type=checkbox]").uncheck();
  await number(page, "merchant.timeout_ms", 1500);
  await page.getByText("and it has no timer").waitFor({ state: "detached" });
  await number(page, "merchant.tries", 3);
  await rush(page);
  await button(page, "Play").click();
  await passed(page, 90);
  await button(page, "Pause").click();
  await page.getByRole("region", { name: "Verdict" }).getByText("✓ books agree").waitFor();
  assert.equal(await figure(page, "double-charges").innerText(), "0", "the key keeps each payment one");
  const pages = page.getByRole("group", { name: "Pages of the controls" });
  await pages.getByRole("button", { name: "Safeguards" }).click();
  const idempotency = page.getByRole("switch", { name: "Idempotency" });
  await idempotency.uncheck();
  await page.waitForFunction(() => /[1-9]/.test(document.querySelector("[data-metric='double-charges'] .reading-value")?.textContent ?? ""));
  await page.getByText("first at payment").waitFor();
  await page.locator(".switch-counted").filter({ hasText: /double charges: [1-9]/ }).waitFor();
  await page.locator("[data-field='safeguards.idempotency']").getByText("each counts as a new one").waitFor();
  await page.getByText("The first payment that is wrong: number").waitFor();
  assert.match(await page.locator(".topology-marks").innerText(), /outcome unknown/, "the legend has the ring");
  await accessible(page);
  await button(page, "Undo").click();
  await page.getByRole("region", { name: "Verdict" }).getByText("✓ books agree").waitFor();
  assert.ok(await idempotency.isChecked(), "and the switch is on again");
  await close(page);
});

test("a stage is broken while the run is on: its signal drops, the charts have a window, undo mends it", async () => {
  // High enough for the whole script: axe takes a label beyond the edge of a scrolled part for a hidden one.
  const page = await ready({ viewport: { width: 1440, height: 1800 } });
  await button(page, "Play").click();
  await passed(page, 2);
  await button(page, "Pause").click();
  await stage(page, "Processor 1");
  await button(page, "Break it now").click();
  await page.locator(".topology-fault").filter({ hasText: "20× slower" }).waitFor();
  await page.locator("main svg").getByRole("button", { name: /^Processor 1.*20× slower, signal at stop/ }).waitFor();
  await button(page, "Play").click();
  await passed(page, 4);
  await page.locator(".chart > p.visually-hidden").filter({ hasText: "Shaded, faults: processor 1 20× slower, from 0:0" }).first().waitFor();
  await button(page, "Pause").click();
  await button(page, "Open the fault script").click();
  await page.locator(".fault > summary").click();
  await page.getByLabel("What goes wrong", { exact: true }).selectOption("index_lost");
  await page.locator(".fault > summary").filter({ hasText: "Database: index lost" }).waitFor();
  await number(page, "faults[0].duration_s", -1);
  await page.locator("[data-field='faults[0].duration_s'] [aria-invalid=true]").first().waitFor();
  await button(page, "Undo").click();
  await page.locator(".fault > summary").filter({ hasText: "Database: index lost" }).waitFor();
  await button(page, "Add a fault").click();
  assert.equal(await page.locator(".fault").count(), 2, "a second one");
  await accessible(page);
  for (let step = 0; step < 3; step += 1) await button(page, "Undo").click();
  await page.getByText("Nothing goes wrong yet.").waitFor();
  assert.equal(await page.locator(".topology-fault").count(), 0, "all signals are up");
  await close(page);
});

test("looking back, the slowest payment tells its story, and any other by its number", async () => {
  const page = await ready({ path: "#play/preset/retry-storm" });
  const payments = page.getByRole("region", { name: "Payments, one by one" });
  await rush(page);
  await button(page, "Play").click();
  await passed(page, 80);
  await button(page, "Pause").click();
  await button(payments, "Look back at this run").click();
  const slowest = payments.getByRole("region", { name: "The slowest" });
  await button(payments, "Look back again, up to now").waitFor();
  await slowest.getByRole("button").first().click();
  const moments = payments.getByRole("region", { name: "Everything that happened to it" });
  await moments.getByRole("row").filter({ hasText: "has ended for its merchant" }).waitFor();
  assert.match(await payments.locator(".payments-story > p").first().innerText(), /^It came at 0:\d\d.* was approved after \d/, "its end");
  assert.match(await moments.getByRole("row").nth(1).innerText(), /^0\sms\s+1\s+merchants\s+comes/, "from its arrival on");
  assert.ok(await moments.getByText("0100 authorisation request").count(), "its messages by name");
  assert.ok(await moments.getByText("00 approved").count(), "and its answer by its code");
  const blame = payments.getByRole("region", { name: "Blame: what the slowest 1 % waited for" });
  assert.match(await blame.getByRole("row").nth(1).innerText(), /^waiting\s+processor 1\s+[\d.]+\s(ms|s)\s+[\d.]+\s%/, "most of it in the queue");
  const field = payments.getByLabel("Payment number", { exact: true });
  await field.fill("twelve");
  await field.press("Enter");
  await payments.getByText("“twelve” is not a payment’s number").waitFor();
  await field.fill("999999");
  await field.press("Enter");
  await payments.getByText(/No payment 999.999 came up to/).waitFor();
  await field.fill("100");
  await field.press("Enter");
  await payments.getByRole("heading", { name: "Payment 100", exact: true }).waitFor();
  await accessible(page);
  await button(page, "New seed").click();
  await moments.waitFor({ state: "detached" });
  await close(page);
});

/** A bead away from any place, as a spot on the page: a pixel of the canvas that is painted; none if nobody is on the way. */
const bead = (page) =>
  page.evaluate(() => {
    const canvas = document.querySelector(".topology-beads");
    const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext("2d", { willReadFrequently: true });
    copy.drawImage(canvas, 0, 0);
    const { data } = copy.getImageData(0, 0, canvas.width, canvas.height);
    const frame = canvas.getBoundingClientRect();
    for (let pixel = 0; pixel < data.length / 4; pixel += 1) {
      if (data[pixel * 4 + 3] < 200) continue;
      const x = frame.left + ((pixel % canvas.width) / canvas.width) * frame.width;
      const y = frame.top + (Math.floor(pixel / canvas.width) / canvas.height) * frame.height;
      const hit = document.elementFromPoint(x, y);
      if (hit?.closest(".topology-sheet") && !hit.closest("[role=button]")) return { x, y };
    }
    return null;
  });

test("a bead that is pressed tells its payment's story", async () => {
  const page = await ready();
  const story = page.locator(".payments-story h4").filter({ hasText: /^Payment \d+$/ });
  // Standing still, somebody is mostly on the way between two places; if nobody is, or the bead of the last frame is gone
  // when it is pressed, a little later.
  for (let second = 1; !(await story.isVisible()) && second < 30; second += 1) {
    await button(page, "Play").click();
    await passed(page, second);
    await button(page, "Pause").click();
    await button(page, "Play").waitFor();
    await page.getByRole("heading", { name: "Payments, one by one" }).waitFor();
    const spot = await bead(page);
    if (!spot) continue;
    await page.mouse.click(spot.x, spot.y);
    await story.waitFor({ timeout: 5_000 }).catch(() => undefined);
  }
  await story.waitFor();
  await page.locator(".payments-moments tr").filter({ hasText: "has ended for its merchant" }).waitFor();
  await close(page);
});

test("an incident teaches: what mends it is pressed, and undo breaks it again", async () => {
  const page = await ready();
  await button(page, "Presets").click();
  await page.locator(".preset").filter({ hasText: "A retry storm" }).click();
  const lesson = page.getByRole("region", { name: "What this incident teaches" });
  await lesson.getByText("a metastable failure").waitFor();
  await lesson.getByText("OSDI 2022").waitFor();
  const pressed = (name) => lesson.getByRole("button", { name, exact: true, pressed: true }).waitFor();
  await pressed("merchant.tries: 4");
  await button(lesson, "merchant.tries: 1").click();
  await pressed("merchant.tries: 1");
  await button(lesson, "processors.queue_limit: 20").click();
  await pressed("processors.queue_limit: 20");
  await button(page, "Undo").click();
  await button(page, "Undo").click();
  await pressed("merchant.tries: 4");
  await accessible(page);
  await close(page);
});

for (const [width, height] of [[1000, 700], [800, 500], [640, 400], [360, 300]]) {
  test(`embedded in ${width} x ${height}, everything fits its frame`, async () => {
    const page = await ready({ path: `?embed=1${FIRST}`, viewport: { width, height } });
    await page.locator(".shell-body .metric[data-metric=objective]").waitFor();
    const over = await page.evaluate(() => {
      const sides = ["stage", "shell-body", "transport"].map((name) => document.querySelector(`.${name}`));
      return sides.map((part) => [part.scrollWidth - part.clientWidth, part.scrollHeight - part.clientHeight]);
    });
    assert.ok(over.flat().every((rest) => rest <= 1), `nothing stands over: ${JSON.stringify(over)}`);
    await close(page);
  });
}

test("embedded, the page shows stage, verdict and transport alone", async () => {
  const page = await ready({ path: "?embed=1", viewport: { width: 800, height: 500 } });
  assert.equal(await button(page, "Presets").count(), 0, "no bar");
  await button(page, "Play").click();
  await passed(page, 0.2);
  const fetched = await page.evaluate(() => performance.getEntriesByType("resource").map(({ name }) => name).join(" "));
  assert.doesNotMatch(fetched, /workbench/, "and carries nothing else");
  await accessible(page);
  await close(page);
});

for (const [form, viewport] of [["wide", { width: 1440, height: 900 }], ["on a phone", { width: 390, height: 844 }]]) {
  test(`what stands beside the way is drawn and opens its controls, and the channel says what it is, ${form}`, async () => {
    const scenario = {
      version: 1,
      security: { enabled: true, tokenisation: true, pin_check: true },
      follow_up: { enabled: true },
      channel: { kind: { ledger: { block_interval_s: 2, confirmations: 1 } } },
    };
    const link = deflateRawSync(JSON.stringify({ scenario })).toString("base64url");
    const page = await ready({ path: `#play/v1.${link}`, viewport });
    await rush(page);
    await button(page, "Play").click();
    await passed(page, 20);
    await button(page, "Pause").click();
    const places = page.locator("main svg");
    await places.getByRole("button", { name: /^Channel: .* ledger, block in [\d.]+\ss, [\d\s]+ to confirm/ }).waitFor();
    for (const name of ["Risk check", "Token vault", "Security module", "Forwarders"]) {
      await places.getByRole("button", { name: new RegExp(`^${name}: .* busy`) }).waitFor();
      await stage(page, name);
      await page.locator("#inspector [data-field] input[role=spinbutton]").first().waitFor();
    }
    await page.keyboard.press("Escape");
    await page.getByText("Show as table").click();
    const table = page.locator(".topology-table");
    await table.getByRole("rowheader", { name: "Forwarders", exact: true }).waitFor();
    await table.getByRole("rowheader", { name: /^Channel \(ledger, / }).waitFor();
    await accessible(page);
    await close(page);
  });
}
