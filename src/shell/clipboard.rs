//! Copying a text for the person.

use leptos::prelude::window;
use wasm_bindgen_futures::JsFuture;

/// Copies a text to the clipboard; whether the browser let the page do that.
pub async fn copy(text: &str) -> bool {
    JsFuture::from(window().navigator().clipboard().write_text(text)).await.is_ok()
}
