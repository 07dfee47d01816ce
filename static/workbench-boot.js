// Starts the workbench: what draws charts over time, then its program. What goes wrong is told to the page.

/** A library that says who it is by a global name; without it the tables remain. */
function library(source) {
  return new Promise((resolve) => {
    const script = document.createElement("script");
    script.src = new URL(source, import.meta.url);
    script.addEventListener("load", resolve);
    script.addEventListener("error", resolve);
    document.body.append(script);
  });
}

/** The styles, without which nothing is shown. */
function styles(source) {
  return new Promise((resolve, reject) => {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = new URL(source, import.meta.url);
    link.addEventListener("load", resolve);
    link.addEventListener("error", () => reject(new Error(source)));
    document.head.append(link);
  });
}

try {
  const bytes = fetch(new URL("./workbench_bg.wasm", import.meta.url));
  const program = import("./workbench.js");
  await Promise.all([program, styles("./styles/workbench.css"), library("./uPlot.iife.min.js")]);
  const { default: init } = await program;
  await init({ module_or_path: bytes });
} catch (error) {
  const detail = JSON.stringify({ lost: error instanceof Error ? error.message : String(error) });
  document.dispatchEvent(new CustomEvent("switchyard-wish", { detail }));
  throw error;
}
