//! The trace lab's own thread: a trace is made or read here, and looked at, far from the page.
//!
//! It is a [`TraceBench`](switchyard::wire::traces::TraceBench) driven by messages: a command as text, and with a file the
//! file itself, of which the browser hands over no more than a reference; its bytes are read here, a piece at a time, and
//! go nowhere else. Between two steps it listens. A panic is told to the page before it happens.

/// The thread.
#[cfg(target_arch = "wasm32")]
mod worker {
    use js_sys::{Array, Uint8Array};
    use serde::Serialize;
    use std::cell::{Cell, RefCell};
    use std::io::{Error, Read};
    use std::rc::Rc;
    use switchyard::math;
    use switchyard::wire::traces::{Source, TraceAnswer, TraceBench, TraceCommand};
    use switchyard::wire::{Life, Session};
    use wasm_bindgen::JsCast;
    use wasm_bindgen::closure::Closure;
    use wasm_bindgen::prelude::JsValue;
    use web_sys::{DedicatedWorkerGlobalScope, File, FileReaderSync, MessageChannel, MessageEvent, MessagePort};

    /// The bench with what it needs of the browser.
    struct Worker {
        scope: DedicatedWorkerGlobalScope,
        bench: RefCell<TraceBench>,
        /// A message to this port comes back as the next turn.
        turn: MessagePort,
        /// Whether the next turn is already on its way.
        scheduled: Cell<bool>,
    }

    /// Listens for ever.
    pub(crate) fn start() {
        let Ok(scope) = js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>() else { return };
        let Ok(channel) = MessageChannel::new() else { return };
        let hook_scope = scope.clone();
        std::panic::set_hook(Box::new(move |info| {
            tell(&hook_scope, &Life::Panicked { message: info.to_string() });
        }));
        let bench = RefCell::new(TraceBench::default());
        let worker = Rc::new(Worker { scope, bench, turn: channel.port2(), scheduled: Cell::new(false) });
        let turning = Rc::clone(&worker);
        let on_turn = Closure::<dyn FnMut()>::new(move || turning.turn());
        channel.port1().set_onmessage(Some(on_turn.as_ref().unchecked_ref()));
        let listening = Rc::clone(&worker);
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| listening.hear(&event));
        worker.scope.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        // Both listeners live as long as the worker.
        on_turn.forget();
        on_message.forget();
        tell(&worker.scope, &Session::greeting());
    }

    impl Worker {
        fn hear(&self, event: &MessageEvent) {
            let data = event.data();
            let (text, file) = match data.dyn_ref::<Array>() {
                Some(pair) => (pair.get(0).as_string(), pair.get(1).dyn_into::<File>().ok()),
                None => (data.as_string(), None),
            };
            let command = text.and_then(|text| serde_json::from_str::<TraceCommand>(&text).ok());
            let Some(command) = command else { return };
            self.bench.borrow_mut().command(command, file.and_then(source), &|answer| self.say(&answer));
            self.schedule();
        }

        fn turn(&self) {
            self.scheduled.set(false);
            self.bench.borrow_mut().work(&|answer| self.say(&answer));
            self.schedule();
        }

        fn schedule(&self) {
            if self.bench.borrow().is_busy() && !self.scheduled.replace(true) {
                let _ = self.turn.post_message(&JsValue::NULL);
            }
        }

        fn say(&self, answer: &TraceAnswer) {
            tell(&self.scope, answer);
        }
    }

    fn tell(scope: &DedicatedWorkerGlobalScope, message: &impl Serialize) {
        if let Ok(text) = serde_json::to_string(message) {
            let _ = scope.post_message(&JsValue::from_str(&text));
        }
    }

    fn source(file: File) -> Option<Source<'static>> {
        let length = math::floor(file.size());
        let reader = FileReaderSync::new().ok()?;
        Some(Source { bytes: Box::new(Bytes { file, reader, place: 0 }), length })
    }

    /// The bytes of a file, read as they are wanted.
    struct Bytes {
        file: File,
        reader: FileReaderSync,
        place: u64,
    }

    impl Read for Bytes {
        fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
            let end = self.place.saturating_add(math::wide(buffer.len()));
            let piece = self.file.slice_with_f64_and_f64(math::float(self.place), math::float(end));
            let piece = piece.and_then(|piece| self.reader.read_as_array_buffer(&piece));
            // A file that was changed or deleted meanwhile.
            let piece = piece.map_err(|_| Error::other("the browser can no longer read the file"))?;
            let piece = Uint8Array::new(&piece);
            let count = math::index(piece.length());
            if let Some(room) = buffer.get_mut(..count) {
                piece.copy_to(room);
            }
            self.place += math::wide(count);
            Ok(count)
        }
    }
}

fn main() {
    #[cfg(target_arch = "wasm32")]
    worker::start();
}
