//! Signing out who does not do anything for long, since wards share computers. It is told two minutes before, and
//! staying takes one press (WCAG 2.2, 2.2.1 Timing Adjustable); what is not finished is kept.

use std::time::Duration;

use leptos::{ev, prelude::*};
use wasm_bindgen_futures::spawn_local;

use super::{SigningIn, tabs, way};
use crate::nhsuk::{Button, ButtonKind, Dialog};

/// How long before the end people are warned, in seconds.
const WARNING: f64 = 120.0;
/// Other tabs hear of work no oftener, in seconds.
const TELL_EVERY: f64 = 10.0;
/// When the time left is said aloud, in seconds.
const SAID: [u32; 4] = [120, 60, 30, 10];

/// When somebody did something last, in this tab or another. Copies are the same.
#[derive(Clone, Copy)]
pub(super) struct Activity {
    last: StoredValue<f64>,
    told: StoredValue<f64>,
    /// How many seconds are left, once there is a warning.
    left: RwSignal<Option<u32>>,
}

impl Activity {
    fn new() -> Self {
        let now = seconds();
        let (last, told) = (StoredValue::new(now), StoredValue::new(now));
        Self { last, told, left: RwSignal::new(None) }
    }

    /// Somebody has done something here. Under a warning only their word counts.
    fn note(self) {
        if self.left.get_untracked().is_none() {
            self.begin_anew();
        }
    }

    /// Somebody says that they are still there.
    fn go_on(self) {
        self.begin_anew();
        self.left.set(None);
    }

    fn begin_anew(self) {
        let now = seconds();
        self.last.set_value(now);
        if now - self.told.get_value() >= TELL_EVERY {
            self.told.set_value(now);
            tabs::tell_at_work();
        }
    }

    fn go_on_as_elsewhere(self) {
        self.last.set_value(seconds());
        self.left.set(None);
    }

    /// Looks at the clock; says whether the time is up. The clock goes on while a computer sleeps.
    fn is_over(self, limit: f64) -> bool {
        let left = limit - (seconds() - self.last.get_value());
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 120")]
        let shown = (0.0..=WARNING).contains(&left).then(|| left.ceil() as u32);
        if self.left.get_untracked() != shown {
            self.left.set(shown);
        }
        left <= 0.0
    }
}

/// Signs out after so many minutes without anything done; never for none.
#[component]
pub(super) fn IdleLimit(signing_in: SigningIn, minutes: u32) -> impl IntoView {
    let activity = Activity::new();
    if minutes > 0 {
        watch(activity, move || {
            if activity.is_over(f64::from(minutes) * 60.0) {
                signing_in.sign_out_idle();
            }
        });
    }
    let is_warned = Memo::new(move |_| activity.left.with(Option::is_some));
    let is_here = RwSignal::new(false);
    Effect::new(move || {
        if is_warned.get() && !is_here.get_untracked() {
            spawn_local(async move {
                // Without a connection people are signed out unwarned, but nothing of theirs is lost.
                let fetched = way::fetch_warning().await;
                let _ = is_here.try_set(fetched.is_ok());
            });
        }
    });
    move || is_here.get().then(|| way::idle_warning(signing_in, activity))
}

/// Warns that the end is near, and lets people stay.
#[component]
pub(super) fn IdleWarning(signing_in: SigningIn, activity: Activity) -> impl IntoView {
    let left = activity.left;
    let said = Memo::new(move |before: Option<&String>| match left.get() {
        Some(left) if SAID.contains(&left) => format!("You will be signed out in {}.", time(left)),
        Some(_) => before.cloned().unwrap_or_default(),
        None => String::new(),
    });
    view! {
        <Dialog
            id="idle"
            title="You are about to be signed out"
            open=Signal::derive(move || left.with(Option::is_some))
            on_close=move |()| activity.go_on()
        >
            <p>
                "You have not used this page for a while. To keep people’s details safe you will be signed out in "
                <strong>{move || time(left.get().unwrap_or_default())}</strong> "."
            </p>
            <p>"Unfinished work is kept on this device for 24 hours."</p>
            <div class="nhsuk-u-visually-hidden" role="status">{said}</div>
            <div class="nhsuk-button-group">
                <Button on_click=move |()| activity.go_on()>"Stay signed in"</Button>
                <Button kind=ButtonKind::Secondary on_click=move |()| signing_in.sign_out()>
                    "Sign out"
                </Button>
            </div>
        </Dialog>
    }
}

/// Looks each second, and takes note of what is done, for as long as the component is there.
fn watch(activity: Activity, look: impl Fn() + 'static) {
    let listeners = [
        window_event_listener(ev::pointerdown, move |_| activity.note()),
        window_event_listener(ev::keydown, move |_| activity.note()),
        window_event_listener(ev::wheel, move |_| activity.note()),
    ];
    tabs::on_work(move || activity.go_on_as_elsewhere());
    // Refused only where there is no window.
    let ticking = set_interval_with_handle(look, Duration::from_secs(1)).ok();
    on_cleanup(move || {
        for listener in listeners {
            listener.remove();
        }
        if let Some(ticking) = ticking {
            ticking.clear();
        }
    });
}

fn seconds() -> f64 {
    js_sys::Date::now() / 1_000.0
}

/// `1 minute 5 seconds`.
fn time(seconds: u32) -> String {
    let one = |count: u32, unit: &str| match count {
        0 => String::new(),
        1 => format!("1 {unit}"),
        _ => format!("{count} {unit}s"),
    };
    let parts = [one(seconds / 60, "minute"), one(seconds % 60, "second")];
    let text = parts.iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join(" ");
    if text.is_empty() { "0 seconds".to_owned() } else { text }
}

#[cfg(test)]
mod tests {
    use super::time;

    #[test]
    fn the_time_left_is_written_as_it_is_said() {
        assert_eq!(
            [120, 61, 59, 1, 0].map(time),
            ["2 minutes", "1 minute 1 second", "59 seconds", "1 second", "0 seconds"]
        );
    }
}
