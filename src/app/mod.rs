//! The page, for now a skeleton: it starts the worker and shows the version that the worker answers with.

use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{MessageEvent, Worker, WorkerOptions, WorkerType};
use yew::prelude::*;

/// The page.
#[component]
pub fn Page() -> Html {
    let answer = use_state(|| AttrValue::from("Starting the simulation."));
    let set = answer.setter();
    use_effect_with((), move |()| start_worker(move |text| set.set(text.into())));
    html! {
        <main>
            <h1>{ "Switchyard" }</h1>
            <p>{ "A playground for payment systems, simulated event by event in your browser." }</p>
            <p role="status">{ (*answer).clone() }</p>
        </main>
    }
}

/// Starts the worker and passes on what it says; the worker ends with the component.
fn start_worker(say: impl Fn(String) + 'static) -> impl FnOnce() {
    let options = WorkerOptions::new();
    options.set_type(WorkerType::Module);
    let worker = Worker::new_with_options("./worker-boot.js", &options).ok();
    let listener = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        let field = |name: &str| js_sys::Reflect::get(&event.data(), &JsValue::from_str(name)).ok()?.as_string();
        match field("kind").as_deref() {
            Some("ready") => say(format!("Simulation {} is ready.", field("version").unwrap_or_default())),
            _ => say(field("message").unwrap_or_default()),
        }
    });
    if let Some(worker) = &worker {
        worker.set_onmessage(Some(listener.as_ref().unchecked_ref()));
    }
    move || {
        if let Some(worker) = worker {
            worker.terminate();
        }
        drop(listener);
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    /// Runs a future that is always ready when it is polled.
    fn finish<T>(future: impl Future<Output = T>) -> T {
        let mut future = std::pin::pin!(future);
        let mut context = std::task::Context::from_waker(std::task::Waker::noop());
        loop {
            if let std::task::Poll::Ready(value) = future.as_mut().poll(&mut context) {
                return value;
            }
        }
    }

    #[test]
    fn the_page_names_itself() {
        let html = finish(yew::ServerRenderer::<Page>::new().hydratable(false).render());
        assert!(html.contains("<h1>Switchyard</h1>"), "{html}");
    }
}
