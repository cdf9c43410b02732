//! Whether what is linked to is there, as far as that can be known: other sites have to be asked for by `https`.

use std::{collections::HashSet, fs, path::Path};

use domain::community::{EntryKind, document::Target};

use crate::{
    Compiled,
    fault::{At, Faults},
};

/// What can be linked to, and what is.
pub(crate) struct Links {
    screens: Vec<String>,
    entries: HashSet<(EntryKind, String)>,
    images: Vec<String>,
    used_images: HashSet<String>,
    /// Links to entries, which may be read only later.
    to_entries: Vec<(At, EntryKind, String)>,
}

/// The ending of pictures. Not `.svg`: web servers keep the files of that ending for good, as the app's own have a hash in
/// their names.
const IMAGE: &str = "png";

impl Links {
    pub(crate) fn new(screens: &[&str]) -> Self {
        Self {
            screens: screens.iter().map(|screen| (*screen).to_owned()).collect(),
            entries: HashSet::new(),
            images: Vec::new(),
            used_images: HashSet::new(),
            to_entries: Vec::new(),
        }
    }

    pub(crate) fn know_images(&mut self, images: Vec<String>) {
        self.images = images;
    }

    pub(crate) fn know_entry(&mut self, kind: EntryKind, slug: &str) {
        self.entries.insert((kind, slug.to_owned()));
    }

    /// Where a link leads.
    pub(crate) fn target(&mut self, to: &str, at: &At, faults: &mut Faults) -> Option<Target> {
        if to.starts_with('/') && !to.starts_with("//") {
            return self.screen(to, at, faults);
        }
        if is_site(to) {
            return Some(Target::Site(to.to_owned()));
        }
        let advice = if to.starts_with("http://") {
            "use the address that begins with https://"
        } else {
            "write a whole address that begins with https://, or a page of this service, as /community/updates/pop-and-imap"
        };
        faults.add(at, format!("“{to}” is no link that can be followed safely"), advice);
        None
    }

    fn screen(&mut self, to: &str, at: &At, faults: &mut Faults) -> Option<Target> {
        let path = to.split('?').next().unwrap_or_default();
        let parts = path.split('/').skip(1).collect::<Vec<_>>();
        let is_there = match parts.as_slice() {
            ["community"] | ["community", "updates" | "road-map"] => true,
            ["community", "updates", slug] => self.entry(EntryKind::Update, slug, at),
            ["community", "releases", slug] => self.entry(EntryKind::Release, slug, at),
            ["community", ..] | [] => false,
            [first, ..] => first.is_empty() || self.screens.iter().any(|screen| screen == first),
        };
        let is_plain = !to.contains(['#', '\\', ' ']);
        if is_there && is_plain {
            return Some(Target::Screen(to.to_owned()));
        }
        let advice = "copy the path from the address bar of the page that you mean";
        faults.add(at, format!("there is no page at “{to}”"), advice);
        None
    }

    fn entry(&mut self, kind: EntryKind, slug: &str, at: &At) -> bool {
        self.to_entries.push((at.clone(), kind, slug.to_owned()));
        true
    }

    /// The name of a picture's file.
    pub(crate) fn image(&mut self, to: &str, at: &At, faults: &mut Faults) -> Option<String> {
        let name = to.trim_start_matches("../").trim_start_matches("images/");
        let is_known = self.images.iter().any(|image| image == name);
        let ending = Path::new(name).extension().unwrap_or_default();
        if !is_known {
            let advice =
                "put the picture into content/images, and write ![What it shows](images/NAME)";
            faults.add(at, format!("there is no picture “{to}”"), advice);
            return None;
        }
        if ending != IMAGE {
            let advice = "save it as .png";
            faults.add(at, format!("“{name}” is a picture of a kind that is not served"), advice);
            return None;
        }
        self.used_images.insert(name.to_owned());
        Some(name.to_owned())
    }

    /// Finds the links to entries that are not there, once all have been read.
    pub(crate) fn check(&self, faults: &mut Faults) {
        for (at, kind, slug) in &self.to_entries {
            if !self.entries.contains(&(*kind, slug.clone())) {
                let folder = kind.folder();
                let wrong = format!("there is no page at “/community/{folder}/{slug}”");
                let advice = format!(
                    "look among the files of content/{folder}: the page’s name is the file’s, without its day and ending"
                );
                faults.add(at, wrong, advice);
            }
        }
    }

    /// The pictures that are shown.
    pub(crate) fn used_images(&self, folder: &Path) -> Vec<Compiled> {
        let mut names = self.used_images.iter().collect::<Vec<_>>();
        names.sort();
        let read = |name: &String| {
            let bytes = fs::read(folder.join("images").join(name)).ok()?;
            Some(Compiled { path: format!("images/{name}"), bytes })
        };
        names.into_iter().filter_map(read).collect()
    }
}

/// Whether a text is an address of another site, by `https`.
pub(crate) fn is_site(to: &str) -> bool {
    let host = to.strip_prefix("https://").map(|rest| rest.split(['/', '?', '#']).next());
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-.:".contains(&byte);
    host.flatten().is_some_and(|host| host.contains('.') && host.bytes().all(is_plain))
        && !to.contains(|character: char| character.is_whitespace() || character.is_control())
}
