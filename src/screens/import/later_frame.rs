//! Parts of a screen that are drawn a little later than the rest, so that no frame has to wait for all of them.

use leptos::prelude::*;

/// Draws its children so many frames later.
#[component]
pub(super) fn InLaterFrame(frames: u32, children: ChildrenFn) -> impl IntoView {
    let is_time = RwSignal::new(false);
    after_frames(frames, is_time);
    view! { <Show when=move || is_time.get()>{children()}</Show> }
}

fn after_frames(frames: u32, is_time: RwSignal<bool>) {
    request_animation_frame(move || match frames.checked_sub(1) {
        // The screen may be gone by then.
        None | Some(0) => drop(is_time.try_set(true)),
        Some(left) => after_frames(left, is_time),
    });
}
