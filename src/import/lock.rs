//! A lock that one tab of the browser holds and no other ([Web Locks](https://www.w3.org/TR/web-locks/)), so that two
//! tabs never work on the same import. It is gone with its tab, however that ends.
//!
//! `web-sys` has this interface among its unstable ones only; the three calls needed are made by name.

use std::cell::RefCell;
use std::rc::Rc;

use futures::channel::oneshot;
use js_sys::{Function, Object, Promise, Reflect};
use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::spawn_local;
use web_sys::AbortSignal;

/// A lock that is held until this is dropped.
#[derive(Debug)]
pub struct Lock {
    release: Option<Function>,
}

impl Drop for Lock {
    fn drop(&mut self) {
        if let Some(release) = &self.release {
            // Resolving a promise throws nothing.
            let _ = release.call0(&JsValue::NULL);
        }
    }
}

/// How long to wait for a lock that another tab holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Patience {
    /// Not at all.
    None,
    /// As long as a tab that was just closed may take to be gone.
    Moments,
}

/// What [`Patience::Moments`] comes to, in milliseconds.
const MOMENTS: u32 = 2_000;

/// Takes the lock of that name; gives none if another tab holds it, and for longer than there is patience.
///
/// Where the browser has no locks (a page served without TLS), everybody gets it: what is sent twice is done once all
/// the same, by its idempotency key.
pub async fn take_lock(name: &str, patience: Patience) -> Option<Lock> {
    let Some(locks) = locks() else { return Some(Lock { release: None }) };
    let (sender, granted) = oneshot::channel();
    let sender = Rc::new(RefCell::new(Some(sender)));
    let answer = Rc::clone(&sender);
    let on_answer = Closure::once(move |lock: JsValue| held_until_released(&lock, &answer));
    let asked = request(&locks, name, patience, on_answer.as_ref().unchecked_ref());
    match asked {
        Ok(held) => {
            // The browser calls back once; the closure lives until the lock is given up.
            spawn_local(async move {
                let _ = wasm_bindgen_futures::JsFuture::from(held).await;
                drop(on_answer);
                // Nobody answers when patience has run out.
                drop(sender.borrow_mut().take());
            });
            granted.await.ok().flatten()
        }
        Err(_) => Some(Lock { release: None }),
    }
}

/// What the browser is given for a lock: a promise that keeps it until it is fulfilled.
fn held_until_released(
    lock: &JsValue,
    answer: &RefCell<Option<oneshot::Sender<Option<Lock>>>>,
) -> JsValue {
    let Some(answer) = answer.borrow_mut().take() else { return JsValue::UNDEFINED };
    if lock.is_null() {
        // Whoever asked may have gone meanwhile.
        let _ = answer.send(None);
        return JsValue::UNDEFINED;
    }
    let mut release = None;
    let held = Promise::new(&mut |resolve: Function, _reject: Function| release = Some(resolve));
    let _ = answer.send(Some(Lock { release }));
    held.into()
}

fn locks() -> Option<JsValue> {
    let navigator = window().navigator();
    Reflect::get(&navigator, &"locks".into()).ok().filter(JsValue::is_object)
}

fn request(
    locks: &JsValue,
    name: &str,
    patience: Patience,
    on_answer: &Function,
) -> Result<Promise, JsValue> {
    let options = Object::new();
    match patience {
        Patience::None => Reflect::set(&options, &"ifAvailable".into(), &JsValue::TRUE)?,
        Patience::Moments => {
            let until = AbortSignal::timeout_with_u32(MOMENTS);
            Reflect::set(&options, &"signal".into(), &until)?
        }
    };
    let request: Function = Reflect::get(locks, &"request".into())?.dyn_into()?;
    request.call3(locks, &name.into(), &options, on_answer)?.dyn_into()
}
