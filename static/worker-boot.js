// Starts a worker's program, the engine's unless the address names another, and reports what the page would otherwise
// never hear: a rejected promise does not reach the page's `error` event, and a panic loses its text there.

function report(reason) {
  const message = reason instanceof Error ? (reason.stack ?? reason.message) : String(reason);
  self.postMessage({ kind: "panic", message });
}

self.addEventListener("unhandledrejection", (event) => report(event.reason));
self.addEventListener("error", (event) => report(event.error ?? event.message));

try {
  const program = new URLSearchParams(self.location.search).get("program") ?? "worker";
  const { default: init } = await import(`./${program}.js`);
  await init();
} catch (error) {
  report(error);
}
