//! Putting people into a policy, from wherever they are chosen: the members of a policy, or User Management.
//!
//! [`chosen`] says who is chosen, [`move_members`] is the button and the dialog "Move members", which chooses a policy by
//! [`policy_choice`], has the moves confirmed by [`confirmation`] and sends them through [`assigning`]; [`outcome`] says
//! what became of it.

pub mod assigning;
pub mod chosen;
pub mod confirmation;
pub mod move_members;
pub mod outcome;
pub mod policy_choice;

use domain::{
    ids::PolicyId,
    ods::OdsCode,
    policy::{Policy, PolicyRef},
    user::User,
};

/// Where people are who are moved, as far as they have that in common: it decides which policies they are offered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MovingFrom {
    /// The policy that all of them leave. It is not offered.
    pub policy: Option<PolicyId>,
    /// The organisation whose policies are offered first.
    pub organisation: Option<OdsCode>,
}

impl From<Policy> for MovingFrom {
    fn from(policy: Policy) -> Self {
        Self { policy: Some(policy.id), organisation: Some(policy.organisation.ods) }
    }
}

impl From<&User> for MovingFrom {
    fn from(user: &User) -> Self {
        let policy = user.policy.as_ref().map(|PolicyRef { id, .. }| id.clone());
        Self { policy, organisation: Some(user.organisation.ods.clone()) }
    }
}
