//! What the server has of each person once a plan was sent, held against what the plan wanted.

use serde::{Deserialize, Serialize};

use super::machine::Import;
use crate::{
    ids::PolicyId,
    member::{Account, Outcome},
    policy::PolicyRef,
};

/// What the server had of a person when it was asked afterwards.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", tag = "is")]
pub enum OnServer {
    /// The person is in the policy.
    Applied,
    /// The person is not in it, and nothing is under way that would change that.
    Differs {
        /// The policy they are in instead, if any.
        current_policy: Option<PolicyRef>,
    },
    /// The person is not in it yet; the job has not come to them, as far as is known.
    Pending,
}

impl OnServer {
    /// Compares what the directory says of a person with the policy they are to be in.
    pub fn of(account: &Account, target: &PolicyId, outcome: &Outcome) -> Self {
        match account.current_policy() {
            Some(current) if current.id == *target => Self::Applied,
            _ if *outcome == Outcome::Pending => Self::Pending,
            current => Self::Differs { current_policy: current.cloned() },
        }
    }

    /// What tables and results files call it.
    pub fn label(&self) -> &'static str {
        match self {
            Self::Applied => "Applied",
            Self::Differs { .. } => "Differs",
            Self::Pending => "Pending",
        }
    }

    /// What it means, in words for the administrator.
    pub fn describe(&self) -> String {
        match self {
            Self::Applied => "Is in the policy".to_owned(),
            Self::Differs { current_policy: Some(policy) } => {
                format!("Is in {}", policy.full_name)
            }
            Self::Differs { current_policy: None } => "Is not in the policy".to_owned(),
            Self::Pending => "Is not in the policy yet".to_owned(),
        }
    }
}

/// How many people the server has as the plan wanted, how many not, how many not yet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reconciliation {
    /// See [`OnServer::Applied`].
    pub applied: u32,
    /// See [`OnServer::Differs`], and those who were never sent because the import was stopped.
    pub differs: u32,
    /// See [`OnServer::Pending`], and those whose state was not read back.
    pub pending: u32,
}

impl Reconciliation {
    fn add(&mut self, on_server: Option<&OnServer>, outcome: &Outcome) {
        match (on_server, outcome) {
            (Some(OnServer::Applied), _) => self.applied += 1,
            (Some(OnServer::Differs { .. }), _) | (None, Outcome::Cancelled) => self.differs += 1,
            (Some(OnServer::Pending) | None, _) => self.pending += 1,
        }
    }
}

impl Import {
    /// How many of the people who were sent the server has as the plan wanted.
    pub fn reconciliation(&self) -> Reconciliation {
        let mut reconciliation = Reconciliation::default();
        for sent in self.plan().rows().iter().filter_map(|row| row.sent) {
            let Some(part) = self.parts().of(sent) else { continue };
            reconciliation.add(part.on_server(sent.place), part.outcome(sent.place));
        }
        reconciliation
    }
}
