// Starts the page: fetches its WebAssembly while the glue loads, and says in words what is wrong if it cannot start.

const HELP = {
  missing: "This browser has no WebAssembly, which Switchyard needs. Any browser from 2021 on has it.",
  failed: "Switchyard could not be loaded. Reload the page; if that does not help, its files are incomplete.",
};

function say(text, detail) {
  const place = document.getElementById("boot");
  if (!place) return;
  place.setAttribute("role", "alert");
  place.textContent = detail ? `${text} (${detail})` : text;
}

async function start() {
  if (typeof WebAssembly !== "object") {
    say(HELP.missing);
    return;
  }
  try {
    const bytes = fetch(new URL("./app_bg.wasm", import.meta.url));
    const { default: init } = await import("./app.js");
    await init({ module_or_path: bytes });
  } catch (error) {
    say(HELP.failed, error instanceof Error ? error.message : String(error));
    throw error;
  }
}

start();
