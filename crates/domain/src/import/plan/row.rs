//! A row of a plan.

use serde::{Deserialize, Serialize};

use crate::{
    email::EmailAddress,
    import::{
        report::{AddressRow, DuplicateRow, RejectedRow},
        row::{RowClass, RowKind},
    },
};

/// A row of the plan: what the sheet and the directory say of it, and what the administrator decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PlannedRow {
    /// Its number in the sheet.
    pub row: u32,
    /// The address, or what stands in its place.
    pub value: String,
    /// What the sheet has instead, where the administrator corrected it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corrected_from: Option<String>,
    /// Whose address it is, where the directory knows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// What will become of it.
    pub class: RowClass,
    /// Whether the administrator wants it.
    #[serde(default, skip_serializing_if = "Choice::is_take_in")]
    pub choice: Choice,
    /// Where it was sent, if it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sent: Option<SentIn>,
}

/// Whether a row is sent if it can be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Choice {
    /// It is.
    #[default]
    TakeIn,
    /// It is not.
    LeaveOut,
}

impl Choice {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
    fn is_take_in(&self) -> bool {
        *self == Self::TakeIn
    }
}

/// Where a row was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SentIn {
    /// The part, counted from 0.
    pub part: u32,
    /// Its place in the part, counted from 0.
    pub place: u32,
}

impl PlannedRow {
    pub(super) fn of_address(found: AddressRow) -> Self {
        Self::new(found.row, found.email.into(), RowClass::Unchecked)
    }

    pub(super) fn of_rejected(rejected: RejectedRow) -> Self {
        Self::new(rejected.row, rejected.value, RowClass::NotAnAddress { error: rejected.error })
    }

    pub(super) fn of_duplicate(duplicate: DuplicateRow) -> Self {
        let class = RowClass::Duplicate { first_row: duplicate.first_row };
        Self::new(duplicate.row, duplicate.email.into(), class)
    }

    fn new(row: u32, value: String, class: RowClass) -> Self {
        Self {
            row,
            value,
            corrected_from: None,
            display_name: None,
            class,
            choice: Choice::TakeIn,
            sent: None,
        }
    }

    /// The address, if it holds one.
    pub fn email(&self) -> Option<EmailAddress> {
        match self.class {
            RowClass::NotAnAddress { .. } => None,
            _ => EmailAddress::parse(&self.value).ok(),
        }
    }

    /// Under which tab it is found: its class, or that it was left out.
    pub fn kind(&self) -> RowKind {
        match self.choice {
            Choice::TakeIn => self.class.kind(),
            Choice::LeaveOut => RowKind::LeftOut,
        }
    }

    /// Whether it will be sent as the plan stands.
    pub fn is_to_send(&self) -> bool {
        matches!(self.kind(), RowKind::WillBeAdded | RowKind::WillMove) && self.sent.is_none()
    }

    /// Whether it was decided in an earlier round of the same import.
    pub fn is_settled(&self) -> bool {
        self.sent.is_some()
    }

    /// What will become of it, in words.
    pub fn describe(&self) -> String {
        match (&self.class, self.choice) {
            (RowClass::WillMove { from }, Choice::LeaveOut) => {
                format!("Left out, stays in {}", from.full_name)
            }
            (_, Choice::LeaveOut) => "Left out".to_owned(),
            (class, Choice::TakeIn) => class.describe(),
        }
    }

    /// What to do about it, in words; nothing where there is nothing to do.
    pub fn advice(&self) -> Option<String> {
        match self.choice {
            Choice::TakeIn => self.class.advice(),
            Choice::LeaveOut => None,
        }
    }
}
