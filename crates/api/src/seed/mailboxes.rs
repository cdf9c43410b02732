//! Shared mailboxes of the larger organisations.

use domain::shared_mailbox::{AutomaticReplies, Period, ReplyText};

use super::{
    Invention, SeedError,
    organisations::{Body, BodyKind},
    write::AT_ONCE,
};
use crate::{
    fold::{fold, searchable},
    store::{Connection, QueryBuilder, row},
};

/// What teams call theirs.
const TEAMS: [&str; 8] = [
    "Appointments",
    "Bed Management",
    "Complaints",
    "Discharge Team",
    "Medical Records",
    "Occupational Health",
    "Referrals",
    "Rota Office",
];

/// Writes some for every organisation that is not a single practice.
pub(super) async fn write(
    connection: &mut Connection,
    invention: &mut Invention,
    bodies: &[Body],
) -> Result<(), SeedError> {
    let larger = bodies.iter().filter(|body| matches!(body.kind, BodyKind::Trust | BodyKind::Icb));
    let mailboxes = larger.flat_map(|body| TEAMS.iter().map(move |team| (body, *team)));
    let mailboxes = mailboxes.collect::<Vec<_>>();
    let answering = row::as_json(&AutomaticReplies {
        period: Period::Always,
        internal: text(
            "This mailbox is read from Monday to Friday. For anything urgent, ring the switchboard.",
        )?,
        external: Some(text(
            "Thank you for your message. This mailbox is read from Monday to Friday.",
        )?),
        contacts_only: false,
    })?;
    let silent = row::as_json(&AutomaticReplies::default())?;
    for part in mailboxes.chunks(AT_ONCE) {
        let ids = part.iter().map(|_| invention.id(invention.now)).collect::<Vec<_>>();
        let mut sql = QueryBuilder::new(
            "INSERT INTO shared_mailbox (id, email, display_name, sort_name, ods, replies, search) ",
        );
        sql.push_values(part.iter().zip(&ids), |mut row, ((body, team), id)| {
            let ods = body.organisation.ods.as_str();
            let local = format!("{}.{}", team.to_lowercase().replace(' ', ""), ods.to_lowercase());
            let (email, name) = (format!("{local}@nhs.net"), format!("{team} ({ods})"));
            row.push_bind(id)
                .push_bind(email.clone())
                .push_bind(name.clone())
                .push_bind(fold(&name))
                .push_bind(ods)
                .push_bind(if *team == "Complaints" { &answering } else { &silent })
                .push_bind(searchable([name.as_str(), email.as_str()]));
        });
        sql.build().execute(&mut *connection).await?;
    }
    Ok(())
}

fn text(text: &str) -> Result<ReplyText, SeedError> {
    ReplyText::parse(text).map_err(|error| SeedError::Rule(error.to_string()))
}
