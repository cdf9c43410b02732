//! Who can be chosen in User Management to be put into a policy.

use domain::{
    member::Account,
    selection::{Prospect, Selected},
    session::Action,
    user::User,
};

use crate::shell::SignedIn;

/// Someone as they are chosen; none where the signed-in person may not move them, or nobody can.
pub(super) fn selected(user: &User, signed_in: SignedIn) -> Option<Selected> {
    let may_move = signed_in.may(Action::MoveMembers, &user.organisation.ods);
    (may_move && can_be_member(user)).then(|| Selected {
        email: user.email.clone(),
        display_name: user.display_name.clone(),
        from: user.policy.clone(),
    })
}

/// Whether anybody could put them into a policy.
fn can_be_member(user: &User) -> bool {
    matches!(Account::from(user), Account::Found { .. })
}

/// What to do so that somebody can be put into a policy; nothing where they can.
pub(super) fn advice(user: &User) -> Option<&'static str> {
    if can_be_member(user) { None } else { Prospect::AupNotAccepted.advice() }
}
