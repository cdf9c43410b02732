//! Writing an e-mail that is due: reads what there is to tell, in one state of the database, and only what its
//! reader may still see.

use std::collections::{BTreeMap, HashMap};

use domain::{
    email::EmailAddress,
    ids::{ImportId, JobId, PolicyId},
    licensing_report::ErrorFile,
    member::MemberOutcome,
    outcome_kind::OutcomeKind,
    outcome_report::OutcomeFile,
    policy::{Policy, PolicyRef},
};

use super::{
    Mailing,
    attachment::{AttachmentError, TableFile},
    letters::{Content, licensing_errors::Errors, outcomes::End, outcomes::Outcomes},
};
use crate::{
    app::App,
    auth::Scope,
    clock,
    store::{
        Connection, StoreError, administrators,
        job_outcomes::{self, ImportJob},
        jobs,
        letter::{Attachment, Letter},
        licensing_errors, members, outbox,
        outbox::About,
        outbox_queue::{Announced, Written},
        policies,
    },
};

/// Lines of licensing errors that are read at a time.
const BATCH: u32 = 1_000;

/// Why an e-mail could not be written.
#[derive(Debug, thiserror::Error)]
pub(super) enum ComposeError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Attachment(#[from] AttachmentError),
}

/// What comes of an announcement.
pub(super) async fn compose(app: &App, announced: &Announced) -> Result<Written, ComposeError> {
    let mut connection = app.store.read().await?;
    let administrator = announced.administrator.clone();
    let scope = administrators::scope(&mut connection, &app.known_scopes, administrator).await?;
    // Whoever has lost their role meanwhile is told nothing.
    let Some(scope) = scope else { return Ok(Written::Nothing) };
    let Some(stored) = policies::find(&mut connection, &scope, &announced.policy).await? else {
        return Ok(Written::Nothing);
    };
    let Ok(to) = EmailAddress::parse(&scope.session().email) else {
        tracing::warn!(message = %announced.id, "who is to get an e-mail has no address");
        return Ok(Written::Nothing);
    };
    let mut composer = Composer { connection: &mut connection, app, scope: &scope };
    let made = match &announced.about {
        About::Job(job) => composer.job(&stored.policy, job).await?,
        About::Import { import, first_part } => {
            composer.import(&stored.policy, import, *first_part).await?
        }
        About::LicensingErrors => composer.licensing_errors(&stored.policy).await?,
    };
    Ok(match made {
        Made::Nothing => Written::Nothing,
        Made::NotYet => Written::NotYet { until: outbox::after_silence(clock::now()) },
        Made::Content(content, attachment) => Written::Letter(Box::new(Letter {
            to,
            to_name: scope.session().name.clone(),
            subject: content.subject,
            text: content.document.text(),
            html: content.document.html(),
            attachment,
        })),
    })
}

enum Made {
    Content(Content, Option<Attachment>),
    NotYet,
    Nothing,
}

struct Composer<'a> {
    connection: &'a mut Connection,
    app: &'a App,
    scope: &'a Scope,
}

impl Composer<'_> {
    async fn job(&mut self, policy: &Policy, id: &JobId) -> Result<Made, ComposeError> {
        let Some(job) = jobs::find(self.connection, self.scope, id).await? else {
            return Ok(Made::Nothing);
        };
        let mut table = OutcomeTable::new(policy);
        table.add(self.connection, id, |_| true).await?;
        let link = self.mailing().link(&format!("/jobs/{id}"));
        table.finish(policy, End::Job(job.state), link)
    }

    async fn import(
        &mut self,
        policy: &Policy,
        import: &ImportId,
        first_part: u32,
    ) -> Result<Made, ComposeError> {
        let administrator = self.scope.administrator();
        let parts = job_outcomes::parts(self.connection, administrator, import).await?;
        if parts.iter().any(|part| !part.state.is_over()) {
            return Ok(Made::NotYet);
        }
        let news = parts.iter().filter(|part| part.part >= first_part).map(|part| part.total);
        if !outbox::needs_message(news.sum()) {
            return Ok(Made::Nothing);
        }
        let latest = self.latest_parts(&parts).await?;
        let mut table = OutcomeTable::new(policy);
        for part in &parts {
            let is_latest = |email: &EmailAddress| latest.get(email) == Some(&part.part);
            table.add(self.connection, &part.id, is_latest).await?;
        }
        let expected = parts.iter().map(|part| part.of).max().unwrap_or_default();
        let is_whole = parts.len() >= usize::try_from(expected).unwrap_or(usize::MAX);
        let end = if is_whole { End::WholeImport } else { End::SilentImport };
        table.finish(policy, end, self.mailing().link(&history(&policy.id)))
    }

    /// The part in which somebody was sent last: what came of it counts.
    async fn latest_parts(
        &mut self,
        parts: &[ImportJob],
    ) -> Result<HashMap<EmailAddress, u32>, StoreError> {
        let mut latest = HashMap::new();
        for part in parts {
            for email in job_outcomes::addresses(self.connection, &part.id).await? {
                latest.insert(email, part.part);
            }
        }
        Ok(latest)
    }

    async fn licensing_errors(&mut self, policy: &Policy) -> Result<Made, ComposeError> {
        let catalogue = &self.app.catalogue;
        let groups = licensing_errors::groups(self.connection, catalogue, policy).await?;
        let counts = members::counts(self.connection, policy, "").await?;
        let mut file = ErrorFile::default();
        let name = format!("licensing errors {} {}", policy.full_name, clock::today());
        let mut table = TableFile::new(name);
        let mut place = None;
        loop {
            let place_before = place.as_ref();
            let read =
                licensing_errors::lines(self.connection, policy, &groups, place_before, BATCH);
            let page = read.await?;
            page.lines.iter().for_each(|line| file.push(line));
            table.push(&file.take())?;
            place = page.next;
            if place.is_none() {
                break;
            }
        }
        let attachment = if groups.is_empty() { None } else { Some(table.finish()?) };
        let errors = Errors {
            policy: &PolicyRef::from(policy),
            groups: &groups,
            failed: counts.failed,
            pending: counts.pending,
            attachment: attachment.as_ref().map(|attachment| attachment.kind),
            link: self.mailing().link(&format!("/policies/{}/licensing-errors", policy.id)),
        };
        Ok(Made::Content(errors.content(), attachment))
    }

    fn mailing(&self) -> &Mailing {
        &self.app.mailing
    }
}

fn history(policy: &PolicyId) -> String {
    format!("/policies/{policy}/history")
}

/// The table of outcomes of an e-mail, and how many there are of each.
struct OutcomeTable {
    rows: OutcomeFile,
    file: TableFile,
    counts: BTreeMap<OutcomeKind, u64>,
}

impl OutcomeTable {
    fn new(policy: &Policy) -> Self {
        let name = format!("outcomes {} {}", policy.full_name, clock::today());
        Self { rows: OutcomeFile::default(), file: TableFile::new(name), counts: BTreeMap::new() }
    }

    /// Adds the people of a job who count.
    async fn add(
        &mut self,
        connection: &mut Connection,
        job: &JobId,
        counts: impl Fn(&EmailAddress) -> bool,
    ) -> Result<(), ComposeError> {
        let mut position = -1;
        loop {
            let people = job_outcomes::after(connection, job, position).await?;
            let Some(last) = people.last() else { return Ok(()) };
            position = last.position;
            for person in people.iter().filter(|person| counts(&person.outcome.email)) {
                self.push(&person.outcome);
            }
            self.file.push(&self.rows.take())?;
        }
    }

    fn push(&mut self, outcome: &MemberOutcome) {
        *self.counts.entry(outcome.outcome.kind()).or_default() += 1;
        self.rows.push(outcome);
    }

    fn finish(self, policy: &Policy, end: End, link: Option<String>) -> Result<Made, ComposeError> {
        let attachment = self.file.finish()?;
        let outcomes = Outcomes {
            policy: &PolicyRef::from(policy),
            end,
            counts: self.counts,
            attachment: attachment.kind,
            link,
        };
        Ok(Made::Content(outcomes.content(), Some(attachment)))
    }
}
