//! An import against a server and a network that misbehave, in a browser that crashes.
//!
//! Whatever happens between two steps, nobody is assigned twice, nobody is lost, nothing is sent that was not written
//! down before, and in the end the import tells of each person what the server has.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "what does not hold fails the test"
)]

mod browser;
mod fates;
mod laws;
mod model_server;
mod store;

use browser::Browser;
use fates::{Fate, Round, Wish, accounts, fate, forgetful_fate, round, sheet, wish};
use model_server::Server;
use proptest::{collection::vec, prelude::*, sample::select};

/// Runs an import of so many rows to its end and holds it to the laws.
fn run(count: usize, offset: usize, fates: &[Fate], wishes: &[Wish], rounds: &[Round]) {
    let server = Server::new(accounts(count, offset), "target");
    let mut browser = Browser::new(server, sheet(count));
    browser.run(fates, wishes, rounds);
    browser.settle_down();

    laws::it_is_over(&browser);
    laws::nobody_is_assigned_twice(&browser);
    laws::nobody_is_lost(&browser);
    laws::the_server_has_what_is_told(&browser);
}

fn counts() -> impl Strategy<Value = usize> {
    select(vec![1, 60, 130, 480, 700, 1_200])
}

fn offsets() -> impl Strategy<Value = usize> {
    select(vec![0, 2, 3, 4, 7])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn nobody_is_assigned_twice_or_lost_whatever_happens(
        count in counts(), offset in offsets(), fates in vec(fate(), 0..60),
    ) {
        run(count, offset, &fates, &[], &[]);
    }

    #[test]
    fn nor_when_the_administrator_corrects_leaves_out_stops_and_plans_again_meanwhile(
        count in counts(), offset in offsets(), fates in vec(fate(), 0..60),
        wishes in vec(wish(), 0..10), rounds in vec(round(), 0..4),
    ) {
        run(count, offset, &fates, &wishes, &rounds);
    }

    #[test]
    fn nor_in_a_browser_that_ceases_to_keep_anything(
        count in counts(), offset in offsets(), fates in vec(forgetful_fate(), 0..60),
        wishes in vec(wish(), 0..10), rounds in vec(round(), 0..4),
    ) {
        run(count, offset, &fates, &wishes, &rounds);
    }
}
