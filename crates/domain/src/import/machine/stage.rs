//! How far an import is.

use serde::{Deserialize, Serialize};

use crate::import::sending::Cancel;

/// How far an import is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Stage {
    /// The directory is asked about the addresses, part by part.
    LookingUp,
    /// The administrator looks at the plan.
    Reviewing {
        /// Whether they confirmed the moves in it.
        moves: MovesConfirmed,
    },
    /// The parts are sent, one after another.
    Sending {
        /// Whether it is to stop.
        cancel: Cancel,
    },
    /// Every part has its outcomes or was cancelled; the server is asked what it has now.
    ReadingBack {
        /// Whether it was stopped.
        cancel: Cancel,
    },
    /// Nothing more is to be done.
    Finished {
        /// Whether it was stopped.
        cancel: Cancel,
    },
}

/// Whether the administrator confirmed the moves of a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum MovesConfirmed {
    /// Yes.
    Yes,
    /// Not yet.
    No,
}
