//! Giving people a file that was made in the browser.

use std::time::Duration;

use js_sys::Array;
use leptos::{prelude::*, wasm_bindgen::JsCast};
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

/// Downloads a CSV file of that name. Characters that no file system takes are left out of the name.
pub fn download_csv(name: &str, text: &str) {
    let options = BlobPropertyBag::new();
    options.set_type("text/csv;charset=utf-8");
    let Ok(blob) = Blob::new_with_str_sequence_and_options(&Array::of1(&text.into()), &options)
    else {
        return;
    };
    download(name, &blob);
}

/// Downloads a file of that name. Characters that no file system takes are left out of the name.
pub fn download(name: &str, blob: &Blob) {
    let Ok(address) = Url::create_object_url_with_blob(blob) else { return };
    if let Ok(link) =
        document().create_element("a").map(JsCast::unchecked_into::<HtmlAnchorElement>)
    {
        link.set_href(&address);
        link.set_download(&file_name(name));
        link.click();
    }
    // The browser need not have begun to read it yet.
    let forget = move || {
        let _ = Url::revoke_object_url(&address);
    };
    set_timeout(forget, Duration::from_mins(1));
}

fn file_name(name: &str) -> String {
    name.chars()
        .filter(|character| character.is_alphanumeric() || " .-_".contains(*character))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::file_name;

    #[test]
    fn a_file_name_has_nothing_that_a_file_system_refuses() {
        assert_eq!(
            file_name("results RXX.E3.Nurses 2026-11-24.csv"),
            "results RXX.E3.Nurses 2026-11-24.csv"
        );
        assert_eq!(file_name("a/b\\c:d*e?.csv"), "abcde.csv");
    }
}
