//! The clipboard.

use js_sys::futures::{JsFuture, spawn_local};
use yew::Callback;

/// Puts a text into the clipboard and says whether the browser allowed it.
pub(in crate::app) fn copy(text: &str, done: Callback<bool>) {
    let promise = web_sys::window()
        .map(|window| window.navigator().clipboard())
        // Outside a secure context there is no clipboard, whatever the type says.
        .filter(|clipboard| !clipboard.is_undefined())
        .map(|clipboard| clipboard.write_text(text));
    match promise {
        Some(promise) => spawn_local(async move { done.emit(JsFuture::from(promise).await.is_ok()) }),
        None => done.emit(false),
    }
}
