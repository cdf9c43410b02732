//! The editors' pages of the LA community, in `content/`, as the app reads them.

use std::fs;
use std::path::Path;

use web_headers::files::SCREENS;

use crate::failure::Failure;
use crate::project::Project;

/// Compiles them into a folder of the app.
pub(super) fn write(project: &Project, app: &Path) -> Result<(), Failure> {
    let files = content::compile(&project.root.join("content"), &SCREENS).map_err(|faults| {
        let told: Vec<_> = faults.iter().map(|fault| format!("\n  {fault}")).collect();
        Failure::new(format!("the content is not in order.{}", told.concat()))
            .advise("content/README.md says how it is written")
    })?;
    let folder = app.join(content::FOLDER);
    for file in files {
        let path = folder.join(file.path);
        let parent = path.parent().unwrap_or(&folder);
        fs::create_dir_all(parent)
            .and_then(|()| fs::write(&path, file.bytes))
            .map_err(|error| Failure::file(&path, &error))?;
    }
    Ok(())
}
