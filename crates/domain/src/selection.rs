//! Choosing people for a policy: what choosing each of them would do, and the choice as one request.
//!
//! Someone found in the directory has a [`Prospect`]; whoever can be chosen becomes a [`Selected`]; a
//! [`Selection`] keeps them while more are looked for, says who would leave which policy, and becomes
//! the request once the moves in it are confirmed.

use std::collections::BTreeMap;

use crate::{
    email::EmailAddress,
    ids::PolicyId,
    import::row::{RowClass, classify},
    member::{Account, AssignRequest, Assignment, Member, Moves, PART_SIZE},
    policy::PolicyRef,
    user::User,
};

/// What would become of someone who is chosen for a policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Prospect {
    /// They are in no policy and would be in this one.
    WillBeAdded,
    /// They would leave another policy for this one.
    WillMove {
        /// The policy they would leave.
        from: PolicyRef,
    },
    /// They are in this policy already, so they cannot be chosen.
    AlreadyMember,
    /// They have not accepted the acceptable use policy, so they cannot be chosen.
    AupNotAccepted,
}

impl Prospect {
    /// Foretells it by the rule that the server will apply.
    pub fn of(user: &User, target: &PolicyId) -> Self {
        match classify(&Account::from(user), target, None) {
            RowClass::WillBeAdded => Self::WillBeAdded,
            RowClass::WillMove { from } => Self::WillMove { from },
            RowClass::AlreadyMember => Self::AlreadyMember,
            _ => Self::AupNotAccepted,
        }
    }

    /// What tables call it.
    pub fn describe(&self) -> String {
        match self {
            Self::WillBeAdded => "Will be added".to_owned(),
            Self::WillMove { from } => format!("Will move from {}", from.full_name),
            Self::AlreadyMember => "Already a member".to_owned(),
            Self::AupNotAccepted => "Has not accepted the AUP".to_owned(),
        }
    }

    /// What to do about it, in words for the administrator; nothing where there is nothing to do.
    pub fn advice(&self) -> Option<&'static str> {
        match self {
            Self::AupNotAccepted => Some(
                "Ask them to sign in to NHSmail and accept the acceptable use policy, then add them",
            ),
            Self::WillBeAdded | Self::WillMove { .. } | Self::AlreadyMember => None,
        }
    }
}

/// Someone chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selected {
    /// Their address.
    pub email: EmailAddress,
    /// Their name.
    pub display_name: String,
    /// The policy they would leave, if they are in one.
    pub from: Option<PolicyRef>,
}

impl Selected {
    /// Someone of the directory, for a policy; none where they cannot be in it or are already.
    pub fn user(user: &User, target: &PolicyId) -> Option<Self> {
        let from = match Prospect::of(user, target) {
            Prospect::WillBeAdded => None,
            Prospect::WillMove { from } => Some(from),
            Prospect::AlreadyMember | Prospect::AupNotAccepted => return None,
        };
        let User { email, display_name, .. } = user.clone();
        Some(Self { email, display_name, from })
    }

    /// A member of a policy, to leave it for another.
    pub fn member(member: &Member, of: &PolicyRef) -> Self {
        let Member { email, display_name, .. } = member.clone();
        Self { email, display_name, from: Some(of.clone()) }
    }
}

/// The people chosen, each once, by address: at most [`PART_SIZE`], which is what one request takes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection(BTreeMap<EmailAddress, Selected>);

/// The people who would leave one policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leaving {
    /// The policy they would leave.
    pub policy: PolicyRef,
    /// Who.
    pub people: Vec<Selected>,
}

/// Why people cannot be chosen, or a selection cannot be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SelectionError {
    /// One more would be more than one request takes.
    #[error("You can select {PART_SIZE} people at most in one go. For more, import a list")]
    Full,
    /// Nobody is chosen.
    #[error("Select at least one person")]
    Empty,
    /// People would leave a policy, and the administrator has not said that they may.
    #[error("Confirm the moves to continue")]
    MovesNotConfirmed,
}

impl Selection {
    /// Adds someone; nothing changes where they are chosen already.
    pub fn insert(&mut self, person: Selected) -> Result<(), SelectionError> {
        if self.is_full() && !self.contains(&person.email) {
            return Err(SelectionError::Full);
        }
        self.0.insert(person.email.clone(), person);
        Ok(())
    }

    /// Takes someone out.
    pub fn remove(&mut self, email: &EmailAddress) {
        self.0.remove(email);
    }

    /// Whether someone is chosen.
    pub fn contains(&self, email: &EmailAddress) -> bool {
        self.0.contains_key(email)
    }

    /// How many people are chosen.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether nobody is chosen.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether nobody more can be chosen.
    pub fn is_full(&self) -> bool {
        self.0.len() >= PART_SIZE
    }

    /// Whether all of these could be chosen.
    pub fn has_room_for(&self, people: &[Selected]) -> bool {
        let more = people.iter().filter(|person| !self.contains(&person.email)).count();
        self.len() + more <= PART_SIZE
    }

    /// Everyone chosen, by address.
    pub fn people(&self) -> impl Iterator<Item = &Selected> {
        self.0.values()
    }

    /// Who would leave which policy: the policy that most would leave first.
    pub fn leaving(&self) -> Vec<Leaving> {
        let mut leaving = BTreeMap::<&PolicyId, Leaving>::new();
        for person in self.people() {
            if let Some(policy) = &person.from {
                leaving
                    .entry(&policy.id)
                    .or_insert_with(|| Leaving { policy: policy.clone(), people: Vec::new() })
                    .people
                    .push(person.clone());
            }
        }
        let mut leaving = leaving.into_values().collect::<Vec<_>>();
        leaving.sort_by(|a, b| {
            let most_first = b.people.len().cmp(&a.people.len());
            most_first.then_with(|| a.policy.full_name.cmp(&b.policy.full_name))
        });
        leaving
    }

    /// Whether anyone would leave a policy, which has to be confirmed.
    pub fn has_moves(&self) -> bool {
        self.people().any(|person| person.from.is_some())
    }

    /// The request that adds and moves them.
    pub fn request(&self, moves: Option<Moves>) -> Result<AssignRequest, SelectionError> {
        if self.is_empty() {
            return Err(SelectionError::Empty);
        }
        if self.has_moves() && moves.is_none() {
            return Err(SelectionError::MovesNotConfirmed);
        }
        let members = self
            .people()
            .map(|person| Assignment {
                email: person.email.clone(),
                expected_policy_id: person.from.as_ref().map(|policy| policy.id.clone()),
            })
            .collect();
        Ok(AssignRequest { members, moves, import: None })
    }
}
