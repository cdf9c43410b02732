//! The parts in which a plan is sent, and the key that makes sending one again harmless.

use sha2::{Digest, Sha256};

use crate::{
    ids::ImportId,
    member::{Assignment, PART_SIZE},
};

/// Cuts what is to be sent into parts, in order.
pub fn parts(assignments: &[Assignment]) -> Vec<Vec<Assignment>> {
    assignments.chunks(PART_SIZE).map(<[Assignment]>::to_vec).collect()
}

/// The `Idempotency-Key` of a part: the same import, part and people give the same key, so a part
/// whose answer was lost can be sent again and is done once.
pub fn idempotency_key(import: &ImportId, part: u32, assignments: &[Assignment]) -> String {
    let mut hash = Sha256::new();
    hash.update(import.as_str());
    hash.update(part.to_le_bytes());
    for assignment in assignments {
        let expected = assignment.expected_policy_id.as_ref().map_or("", |policy| policy.as_str());
        // Neither an address nor an id can hold these separators.
        hash.update([assignment.email.as_str(), "\t", expected, "\n"].concat());
    }
    format!("{:x}", hash.finalize())
}
