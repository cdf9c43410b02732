//! What the administrator wants of an import.

use super::{Cancel, Failure, Import, MovesConfirmed, Stage};
use crate::import::{
    plan::{Plan, PlannedRow},
    read_back::OnServer,
    row::RowKind,
};

impl Import {
    /// Changes the plan. Moves that come in need the administrator's word anew.
    pub(super) fn while_reviewing(&mut self, change: impl FnOnce(&mut Plan)) {
        let Stage::Reviewing { moves } = &mut self.stage else { return };
        if *moves == MovesConfirmed::No {
            return change(&mut self.plan);
        }
        let before = self.plan.moving();
        change(&mut self.plan);
        if self.plan.moving() > before {
            *moves = MovesConfirmed::No;
        }
    }

    /// Seats are the server's to check again; all other obstacles keep the plan where it is.
    pub(super) fn upload(&mut self) {
        if matches!(self.stage, Stage::Reviewing { .. }) && self.obstacles(&[]).is_empty() {
            // What failed before was a look-up that is not needed any more.
            self.forget_failure();
            self.parts.cut(&mut self.plan, self.generation);
            self.stage = Stage::Sending { cancel: Cancel::No };
        }
    }

    pub(super) fn cancel(&mut self) {
        match &mut self.stage {
            Stage::Sending { cancel } => {
                if *cancel == Cancel::No {
                    *cancel = Cancel::Asked;
                }
                self.parts.cancel();
                // Only somebody who is signed in can learn what became of the part under way.
                if self.failure != Some(Failure::SignedOut) {
                    self.forget_failure();
                }
            }
            Stage::ReadingBack { cancel } => {
                self.stage = Stage::Finished { cancel: *cancel };
                self.forget_failure();
            }
            // Back to what became of the plan before.
            Stage::LookingUp | Stage::Reviewing { .. } if self.generation > 0 => {
                self.stage = Stage::Finished { cancel: Cancel::No };
                self.forget_failure();
            }
            Stage::LookingUp | Stage::Reviewing { .. } | Stage::Finished { .. } => {}
        }
    }

    /// Those who are not in the policy are looked up and planned anew.
    pub(super) fn plan_again(&mut self) {
        if !matches!(self.stage, Stage::Finished { .. }) {
            return;
        }
        let again = self.differing();
        if again.is_empty() {
            return;
        }
        for row in again {
            self.plan.plan_again(row);
        }
        self.generation += 1;
        self.stage = Stage::LookingUp;
    }

    /// The places of the rows that were sent and whose people the server does not have in the policy, and of those
    /// that were planned again but then not sent.
    pub fn differing(&self) -> Vec<u32> {
        let differs = |row: &PlannedRow| match row.sent {
            Some(sent) => {
                let on_server = self.parts.of(sent).and_then(|part| part.on_server(sent.place));
                on_server != Some(&OnServer::Applied)
            }
            None => row.is_to_send() || row.kind() == RowKind::Unchecked,
        };
        let rows = (0..).zip(self.plan.rows());
        rows.filter(|(_, row)| differs(row)).map(|(place, _)| place).collect()
    }

    pub(super) fn read_back_again(&mut self) {
        if let Stage::Finished { cancel } = self.stage {
            self.parts.read_back_again(self.generation);
            self.stage = Stage::ReadingBack { cancel };
        }
    }
}
