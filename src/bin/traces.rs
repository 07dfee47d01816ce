//! The trace lab's own thread: a trace is made or read here, and looked at, far from the page.
//!
//! It is a [`TraceBench`](switchyard::wire::traces::TraceBench) driven by messages: a command as text, and with a file the
//! file itself, of which the browser hands over no more than a reference; its bytes are read here, a piece at a time, and
//! go nowhere else. Between two steps it listens.

#[cfg(target_arch = "wasm32")]
mod thread;

/// The trace lab's thread.
#[cfg(target_arch = "wasm32")]
mod worker {
    use super::thread::{Thread, Work, listen};
    use js_sys::{Array, Uint8Array};
    use std::io::{Error, Read};
    use switchyard::math;
    use switchyard::wire::traces::{Source, TraceBench, TraceCommand};
    use wasm_bindgen::JsCast;
    use wasm_bindgen::prelude::JsValue;
    use web_sys::{File, FileReaderSync};

    /// A bench with the trace that it holds.
    struct Lab(TraceBench);

    pub(crate) fn start() {
        listen(Lab(TraceBench::default()));
    }

    impl Work for Lab {
        fn hear(&mut self, message: &JsValue, thread: &Thread) {
            let (text, file) = match message.dyn_ref::<Array>() {
                Some(pair) => (pair.get(0).as_string(), pair.get(1).dyn_into::<File>().ok()),
                None => (message.as_string(), None),
            };
            let command = text.and_then(|text| serde_json::from_str::<TraceCommand>(&text).ok());
            let Some(command) = command else { return };
            self.0.command(command, file.and_then(source), &|answer| thread.tell(&answer));
            self.go_on(thread);
        }

        fn turn(&mut self, thread: &Thread) {
            self.0.work(&|answer| thread.tell(&answer));
            self.go_on(thread);
        }
    }

    impl Lab {
        /// Takes another turn while there is something to do.
        fn go_on(&self, thread: &Thread) {
            if self.0.is_busy() {
                thread.schedule(0.0);
            }
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
