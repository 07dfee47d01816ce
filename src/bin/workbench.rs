//! The workbench's program: mounts it beside the page, which gives each part its place.

#[cfg(target_arch = "wasm32")]
fn main() {
    let Some(document) = web_sys::window().and_then(|window| window.document()) else { return };
    if let Ok(root) = document.create_element("div") {
        yew::Renderer::<switchyard::app::Workbench>::with_root(root).render();
    }
}

/// The workbench runs in a browser; on the host it is only compiled.
#[cfg(not(target_arch = "wasm32"))]
fn main() {}
