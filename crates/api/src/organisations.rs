//! `upm-api import-organisations`: takes in what the files of the Organisation Data Service say of the organisations that
//! are known: other names, other codes, closures. All of it in one transaction, or nothing.

use std::{
    fmt, fs, io,
    path::{Path, PathBuf},
};

use domain::{
    catalogue::embedded::{self, CatalogueError},
    date,
    organisation_change::{
        OrganisationChange,
        ods_file::{OdsFileError, OdsRecord, Succession, records, successions},
        plan::ChangePlan,
    },
};

use crate::{
    cli::organisations::ImportArgs,
    clock,
    store::{Store, StoreError, organisation_changes},
};

/// Why nothing was taken in.
#[derive(Debug, thiserror::Error)]
pub enum ImportOrganisationsError {
    /// A file could not be read.
    #[error("{} could not be read: {error}. Nothing was changed", file.display())]
    Unreadable {
        /// Which.
        file: PathBuf,
        /// Why.
        error: io::Error,
    },
    /// A file is not what it should be.
    #[error("{}, {error}. Nothing was changed", file.display())]
    Refused {
        /// Which.
        file: PathBuf,
        /// Where and why.
        error: OdsFileError,
    },
    /// Two files are about the same organisation.
    #[error(
        "{0} is in more than one of the files. Give one file of each kind. Nothing was changed"
    )]
    Twice(String),
    /// The catalogue of this very program is at fault.
    #[error(transparent)]
    Catalogue(#[from] CatalogueError),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What was changed, or would be.
#[derive(Debug)]
pub struct ImportReport {
    plan: ChangePlan,
    /// People in policies of organisations that close by it.
    left_behind: u64,
    dry_run: bool,
}

/// Takes files in.
pub async fn import(args: &ImportArgs) -> Result<ImportReport, ImportOrganisationsError> {
    let organisations = read_all(&args.files, records)?;
    only_once(&organisations)?;
    let successions: Vec<Succession> = read_all(&args.successors, successions)?;
    let store = Store::open(&args.database_url).await?;
    let mut transaction = store.write().await?;
    organisation_changes::lock(&mut transaction).await?;
    let known = organisation_changes::known(&mut transaction).await?;
    let plan = ChangePlan::new(&organisations, &successions, &known, clock::today());
    let closing = plan.changed.iter().filter(|(_, changes)| changes.iter().any(is_closure));
    let closing = closing.map(|(organisation, _)| &organisation.ods).collect::<Vec<_>>();
    let left_behind = organisation_changes::members_of(&mut transaction, &closing).await?;
    if args.dry_run {
        drop(transaction);
    } else {
        let (catalogue, now) = (embedded::catalogue()?, clock::now());
        for (organisation, changes) in &plan.changed {
            organisation_changes::take_in(&mut transaction, &catalogue, organisation, changes, now)
                .await?;
        }
        transaction.commit().await.map_err(StoreError::from)?;
    }
    store.close().await;
    Ok(ImportReport { plan, left_behind, dry_run: args.dry_run })
}

fn is_closure(change: &OrganisationChange) -> bool {
    matches!(change, OrganisationChange::Closed { .. })
}

fn read_all<T>(
    files: &[PathBuf],
    parse: impl Fn(&str) -> Result<Vec<T>, OdsFileError>,
) -> Result<Vec<T>, ImportOrganisationsError> {
    let mut all = Vec::new();
    for file in files {
        let text = read(file)
            .map_err(|error| ImportOrganisationsError::Unreadable { file: file.clone(), error })?;
        let parsed = parse(&text)
            .map_err(|error| ImportOrganisationsError::Refused { file: file.clone(), error })?;
        all.extend(parsed);
    }
    Ok(all)
}

/// The text of a file. Bytes that are no UTF-8 are taken for Latin-1, in which older ones were written.
fn read(file: &Path) -> io::Result<String> {
    let bytes = fs::read(file)?;
    Ok(String::from_utf8(bytes)
        .unwrap_or_else(|error| error.as_bytes().iter().map(|byte| char::from(*byte)).collect()))
}

fn only_once(organisations: &[OdsRecord]) -> Result<(), ImportOrganisationsError> {
    let mut codes = organisations.iter().map(|record| &record.code).collect::<Vec<_>>();
    codes.sort_unstable();
    let twice = codes.windows(2).find_map(|pair| match pair {
        [one, other] if one == other => Some(one.to_string()),
        _ => None,
    });
    twice.map_or(Ok(()), |code| Err(ImportOrganisationsError::Twice(code)))
}

impl fmt::Display for ImportReport {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (organisation, changes) in &self.plan.changed {
            for change in changes {
                writeln!(formatter, "{}: {}", organisation.ods, change.describe())?;
            }
        }
        for (ods, day) in &self.plan.closing_later {
            let day = date::written(*day);
            writeln!(formatter, "{ods}: will close on {day}. Import the files again then")?;
        }
        if self.left_behind > 0 {
            writeln!(
                formatter,
                "{} people are in policies of organisations that have closed: move them to others",
                self.left_behind
            )?;
        }
        let (changed, unknown) = (self.plan.changed.len(), self.plan.unknown);
        let unmentioned = self.plan.unmentioned;
        let done = if self.dry_run { "would change" } else { "changed" };
        write!(
            formatter,
            "{changed} organisations {done}; {unmentioned} are in no file; {unknown} in the files are not known here"
        )?;
        if self.dry_run { write!(formatter, ". Nothing was changed") } else { Ok(()) }
    }
}
