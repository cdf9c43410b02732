//! Starts the app: reads the configuration, then shows the first screen.

use leptos::prelude::*;
use upm_web::{app::App, config::Config, shell::start_failed::StartFailed};

fn main() {
    let page = document().get_element_by_id("app");
    wasm_bindgen_futures::spawn_local(async move {
        let config = Config::load().await;
        let Some(page) = page.and_then(|page| {
            page.replace_children_with_node_0();
            leptos::wasm_bindgen::JsCast::dyn_into(page).ok()
        }) else {
            return;
        };
        match config {
            Ok(config) => mount_to(page, move || view! { <App config /> }).forget(),
            Err(error) => mount_to(page, move || view! { <StartFailed error /> }).forget(),
        }
    });
}
