//! `upm-api backup`: a copy of an SQLite database while the server goes on reading and writing. The copy is made
//! beside its place, checked, put to disk and only then given its name, so whatever bears the name can be restored.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use crate::{
    cli::backup::BackupArgs,
    store::backup::{self, CopyError},
};

/// Why there is no backup.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// It is not ours to back up.
    #[error(
        "PostgreSQL is backed up by its own tools, while it is used: \
         pg_dump --format=custom --file={0} followed by the database's URL"
    )]
    Postgres(String),
    /// The file has its name already.
    #[error("{0} is there already. Give another name, or --force to replace it")]
    Exists(String),
    /// The copy would replace what it is a copy of.
    #[error("{0} is the database itself. Give another name")]
    Itself(String),
    /// A file name has to be text for SQLite.
    #[error("{0} cannot be the name of a backup. Give one in letters that Unicode has")]
    Name(String),
    /// The database could not be copied.
    #[error(transparent)]
    Copy(#[from] CopyError),
    /// The copy could not be put in its place.
    #[error("{file} cannot be written: {error}")]
    File {
        /// The file.
        file: String,
        /// What the system said.
        error: io::Error,
    },
}

/// A copy under way. What is left of it goes when this is dropped.
struct Unfinished(PathBuf);

impl Drop for Unfinished {
    fn drop(&mut self) {
        // Once it has its name, there is nothing here any more.
        let _ = fs::remove_file(&self.0);
    }
}

/// Makes the backup; gives its size in bytes.
pub async fn backup(args: &BackupArgs) -> Result<u64, BackupError> {
    let file = args.file.as_path();
    let name = || file.display().to_string();
    if args.database_url.starts_with("postgres") {
        return Err(BackupError::Postgres(name()));
    }
    let database = backup::file_of(&args.database_url).map_err(CopyError::from)?;
    if is_same(file, &database) {
        return Err(BackupError::Itself(name()));
    }
    check_is_free(file, args.force)?;
    let unfinished = beside(file).ok_or_else(|| BackupError::Name(name()))?;
    let path = unfinished.0.to_str().ok_or_else(|| BackupError::Name(name()))?;
    backup::copy(&database, path).await?;
    // Somebody else may have had the same idea meanwhile.
    check_is_free(file, args.force)?;
    finish(&database, &unfinished.0, file)
        .map_err(|error| BackupError::File { file: name(), error })
}

fn check_is_free(file: &Path, force: bool) -> Result<(), BackupError> {
    if !force && fs::symlink_metadata(file).is_ok() {
        return Err(BackupError::Exists(file.display().to_string()));
    }
    Ok(())
}

fn is_same(one: &Path, other: &Path) -> bool {
    match (fs::canonicalize(one), fs::canonicalize(other)) {
        (Ok(one), Ok(other)) => one == other,
        _ => false,
    }
}

/// A name in the same folder, so that giving it the right one is one step.
fn beside(file: &Path) -> Option<Unfinished> {
    let name = file.file_name()?.to_str()?;
    Some(Unfinished(file.with_file_name(format!(".{name}.{}.part", uuid::Uuid::now_v7()))))
}

/// Puts the copy to disk and in its place, for whoever may read the database and nobody else.
fn finish(database: &Path, unfinished: &Path, file: &Path) -> io::Result<u64> {
    fs::set_permissions(unfinished, fs::metadata(database)?.permissions())?;
    let copy = fs::File::open(unfinished)?;
    copy.sync_all()?;
    let size = copy.metadata()?.len();
    fs::rename(unfinished, file)?;
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
    // The name is part of the folder, which is put to disk too where the system knows how to.
    if let Ok(folder) = fs::File::open(folder.unwrap_or(Path::new("."))) {
        let _ = folder.sync_all();
    }
    Ok(size)
}
