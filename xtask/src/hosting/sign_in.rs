//! The way to sign in: the page has what each way needs, and of these the browser is to fetch at once what the settings
//! ask for. Settings that are changed by hand afterwards work all the same; what they ask for is fetched a little later.

use web_headers::Site;

/// How the page says of which way something is, after the media for which it is fetched.
const OF_WAY: &str = "\" data-way=\"";
const FETCHED: &str = "media=\"all";
const NOT_FETCHED: &str = "media=\"not all";

/// The page with what the way to sign in needs fetched at once, and not what the other would need.
pub(super) fn prefer(page: &str, site: &Site) -> String {
    let is_preferred = |way: &str| (way == "provider") == site.has_provider;
    let mut parts = page.split(OF_WAY);
    let mut preferred = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let way = part.split('"').next().unwrap_or_default();
        let before = [FETCHED, NOT_FETCHED].iter().find_map(|media| preferred.strip_suffix(media));
        if let Some(before) = before {
            let media = if is_preferred(way) { FETCHED } else { NOT_FETCHED };
            preferred = format!("{before}{media}");
        }
        preferred.extend([OF_WAY, part]);
    }
    preferred
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_fetches_the_way_of_the_settings_at_once() {
        let page = |demonstration: &str, provider: &str| {
            format!(
                r#"<link href="/d" media="{demonstration}" data-way="demonstration"><link href="/p" media="{provider}" data-way="provider"> media="all""#
            )
        };
        let demonstration = Site::default();
        let provider = Site::from_config(r#"{"oidc": {"issuer": "https://a.example"}}"#).unwrap();
        let as_built = page("all", "not all");
        assert_eq!(prefer(&as_built, &demonstration), as_built);
        let changed = prefer(&as_built, &provider);
        assert_eq!(changed, page("not all", "all"));
        assert_eq!(prefer(&changed, &provider), changed, "twice is once");
        assert_eq!(prefer(&changed, &demonstration), as_built, "and there is a way back");
    }
}
