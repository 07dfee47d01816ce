//! The worker's program, for now a skeleton: it says that it is there and which version it is.

#[cfg(target_arch = "wasm32")]
fn main() -> Result<(), wasm_bindgen::JsValue> {
    use wasm_bindgen::JsCast;
    let message = js_sys::Object::new();
    js_sys::Reflect::set(&message, &"kind".into(), &"ready".into())?;
    js_sys::Reflect::set(&message, &"version".into(), &env!("CARGO_PKG_VERSION").into())?;
    js_sys::global().unchecked_into::<web_sys::DedicatedWorkerGlobalScope>().post_message(&message)
}

/// The worker runs in a browser; on the host it is only compiled.
#[cfg(not(target_arch = "wasm32"))]
fn main() {}
