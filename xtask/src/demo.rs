//! The demonstration database, `demo/upm.db`: made when it is absent, kept until it is thrown away.

use std::fs;
use std::process::Command;

use crate::failure::Failure;
use crate::process;
use crate::project::Project;

/// Relative to the project's root, where the API is run.
pub(crate) const DATABASE_URL: &str = "sqlite://demo/upm.db";
const FOLDER: &str = "demo";
const DATABASE: &str = "upm.db";

/// Makes the database by the API's own `seed`, which has to be built already.
pub(crate) fn make_if_absent(project: &Project) -> Result<(), Failure> {
    let folder = project.root.join(FOLDER);
    let database = folder.join(DATABASE);
    if database.exists() {
        return Ok(());
    }
    fs::create_dir_all(&folder).map_err(|error| Failure::file(&folder, &error))?;
    println!("\nMaking the demonstration data in {}", database.display());
    let mut seed = Command::new(project.target.join("debug/upm-api"));
    seed.current_dir(&project.root).args(["seed", "--database-url", DATABASE_URL]);
    process::run(&mut seed).inspect_err(|_| {
        // Half a database would be taken for a whole one the next time.
        let _ = fs::remove_dir_all(&folder);
    })
}

/// Removes the database, and the e-mails kept beside it.
pub(crate) fn throw_away(project: &Project) -> Result<(), Failure> {
    let folder = project.root.join(FOLDER);
    if !folder.exists() {
        println!("There is no demonstration data.");
        return Ok(());
    }
    fs::remove_dir_all(&folder).map_err(|error| Failure::file(&folder, &error))?;
    println!("Threw the demonstration data away ({}).", folder.display());
    Ok(())
}
