//! Asking the server what it has of the people of each part.

use std::collections::HashMap;

use super::{Parts, number};
use crate::{
    import::{part::Part, plan::Plan, read_back::OnServer},
    member::{Account, LookupRequest, LookupResponse},
};

impl Parts {
    /// Whether the server is still to be asked what it has of anybody.
    pub(in crate::import) fn are_to_read_back(&self, generation: u32) -> bool {
        self.index_to_read_back(generation).is_some()
    }

    /// The next part whose people the server is to be asked about. Of an earlier generation there is none: whoever was
    /// not in the policy was planned again, and their row may have another address by now.
    fn index_to_read_back(&self, generation: u32) -> Option<usize> {
        let is_next = |part: &Part| part.generation == generation && part.is_to_read_back();
        self.parts.iter().position(is_next)
    }

    /// The addresses of the next part whose people the server is to be asked about.
    pub(in crate::import) fn next_to_read_back(
        &self,
        plan: &Plan,
        generation: u32,
    ) -> Option<LookupRequest> {
        let part = self.parts.get(self.index_to_read_back(generation)?)?;
        let emails = part.rows.iter().filter_map(|row| plan.row(*row)?.email()).collect();
        Some(LookupRequest { emails })
    }

    /// Takes in what the server has of the people of the part that it was asked about; an answer to anything else is
    /// of no use.
    pub(in crate::import) fn read_back(
        &mut self,
        plan: &Plan,
        generation: u32,
        asked: &LookupRequest,
        response: LookupResponse,
    ) {
        if self.next_to_read_back(plan, generation).as_ref() != Some(asked) {
            return;
        }
        let Some(index) = self.index_to_read_back(generation) else { return };
        let Some(part) = self.parts.get_mut(index) else { return };
        let results = response.results.into_iter();
        let accounts: HashMap<String, Account> =
            results.map(|result| (result.email.into(), result.account)).collect();
        let on_server = |(place, row): (u32, &u32)| {
            let account = plan.row(*row).and_then(|row| accounts.get(&row.value));
            let account = account.unwrap_or(&Account::NOTHING);
            OnServer::of(account, &plan.target().id, part.outcome(place))
        };
        part.on_server = Some((0..).zip(&part.rows).map(on_server).collect());
        self.changed.insert(number(index));
    }

    /// Forgets what the server had of the people who were not as planned, so that it is asked again.
    pub(in crate::import) fn read_back_again(&mut self, generation: u32) {
        let is_open = |on_server: &OnServer| *on_server != OnServer::Applied;
        let parts = self.parts.iter_mut().enumerate();
        for (index, part) in parts.filter(|(_, part)| part.generation == generation) {
            if part.on_server.as_ref().is_some_and(|all| all.iter().any(is_open)) {
                part.on_server = None;
                self.changed.insert(number(index));
            }
        }
    }
}
