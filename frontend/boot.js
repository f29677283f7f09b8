// Starts the console's script; if anything fails, the page stays the plain HTML that it is, and the
// browser's console says why.
import('./atrio.js')
  .then((module) =>
    module
      .default({ module_or_path: new URL('./atrio_bg.wasm', import.meta.url) })
      .then(() => module.hydrate()),
  )
  .catch((error) => console.error(error));
