//! What the tabs of a browser tell each other about the sign-in: that somebody has signed out, and that somebody is at
//! work. Nothing of it says who.

use leptos::{prelude::*, wasm_bindgen};
use wasm_bindgen::{JsCast as _, closure::Closure};
use web_sys::{BroadcastChannel, MessageEvent};

const CHANNEL: &str = "upm-sign-in";
const SIGNED_OUT: &str = "signed-out";
const AT_WORK: &str = "at-work";

/// Calls when somebody signs out in another tab, for as long as the page is there.
pub(super) fn on_sign_out(call: impl Fn() + 'static) {
    listen(SIGNED_OUT, call);
}

/// Calls when somebody is at work in another tab, for as long as the page is there.
pub(super) fn on_work(call: impl Fn() + 'static) {
    listen(AT_WORK, call);
}

/// Tells the other tabs that whoever was signed in has signed out.
pub(super) fn tell_signed_out() {
    tell(SIGNED_OUT);
}

/// Tells the other tabs that somebody is at work.
pub(super) fn tell_at_work() {
    tell(AT_WORK);
}

fn tell(news: &str) {
    // Where there is no such channel, each tab is on its own.
    if let Ok(channel) = BroadcastChannel::new(CHANNEL) {
        let _ = channel.post_message(&news.into());
        channel.close();
    }
}

fn listen(news: &'static str, call: impl Fn() + 'static) {
    let Ok(channel) = BroadcastChannel::new(CHANNEL) else { return };
    let heard = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        if event.data().as_string().as_deref() == Some(news) {
            call();
        }
    });
    channel.set_onmessage(Some(heard.as_ref().unchecked_ref()));
    let kept = StoredValue::new_local((channel, heard));
    on_cleanup(move || kept.with_value(|(channel, _)| channel.close()));
}
