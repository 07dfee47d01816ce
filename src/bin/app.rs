//! The page's program: mounts the page.

#[cfg(target_arch = "wasm32")]
fn main() {
    let root = web_sys::window().and_then(|window| window.document()?.get_element_by_id("page"));
    if let Some(root) = root {
        yew::Renderer::<switchyard::app::Page>::with_root(root).render();
    }
}

/// The page runs in a browser; on the host it is only compiled.
#[cfg(not(target_arch = "wasm32"))]
fn main() {}
