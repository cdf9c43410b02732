//! The licensing errors of a policy, or the word that there are none.

use domain::{licensing::LicensingErrorCode, licensing_errors::ErrorGroup, policy::PolicyRef};

use super::{Content, file_in_words, people};
use crate::{mail::document::Document, store::letter::AttachmentKind};

/// What there is to tell.
#[derive(Clone, Debug)]
pub(in crate::mail) struct Errors<'a> {
    pub(in crate::mail) policy: &'a PolicyRef,
    pub(in crate::mail) groups: &'a [ErrorGroup],
    /// How many members lack at least one licence.
    pub(in crate::mail) failed: u64,
    /// How many have not had their turn yet.
    pub(in crate::mail) pending: u64,
    /// Nothing when there are no errors.
    pub(in crate::mail) attachment: Option<AttachmentKind>,
    pub(in crate::mail) link: Option<String>,
}

impl Errors<'_> {
    pub(in crate::mail) fn content(self) -> Content {
        let Self { policy, groups, failed, pending, attachment, link } = self;
        let name = &policy.full_name;
        let subject = if failed == 0 {
            format!("{name}: no licensing errors")
        } else {
            format!("{name}: {} with licensing errors", people(failed))
        };
        let mut document = Document::new(format!("Licensing errors of {name}"))
            .paragraph("You asked for the licensing errors of this user policy.");
        document = match attachment {
            None if pending > 0 => document.paragraph("There are none so far."),
            None => document.paragraph("There are none."),
            Some(attachment) => told(document, groups, failed, attachment),
        };
        if pending > 0 {
            let text = format!(
                "Still waiting for their licences: {}. They may have licensing errors later.",
                people(pending)
            );
            document = document.paragraph(text);
        }
        let link_text = "See the licensing errors in user policy management";
        Content { subject, document: document.link(link_text, link) }
    }
}

fn told(
    document: Document,
    groups: &[ErrorGroup],
    failed: u64,
    attachment: AttachmentKind,
) -> Document {
    let lack = if failed == 1 { "lacks" } else { "lack" };
    let (held_back, causes) =
        groups.iter().partition::<Vec<_>, _>(|group| group.code == LicensingErrorCode::Other);
    let mut document =
        document.paragraph(format!("{} {lack} at least one licence of it.", people(failed)));
    for group in causes {
        let code = group.code;
        document = document.list(
            group.headline(),
            vec![
                format!("What is wrong: {}.", code.explain()),
                format!("Who can fix it: {}.", code.who_can_fix()),
                format!("What to do: {}.", code.advice()),
            ],
        );
    }
    if !held_back.is_empty() {
        let items = held_back.iter().map(|group| group.headline());
        document =
            document.list("Held back by another licence, or for another reason", items.collect());
    }
    document.paragraph(format!(
        "{} It has a line for each member and licence, causes first.",
        file_in_words(attachment == AttachmentKind::Zip)
    ))
}
