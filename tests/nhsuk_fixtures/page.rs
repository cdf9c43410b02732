//! What stands around the content of a page, and leads to another.

use crate::{
    fixture::{Coverage, check},
    options::{LinkOptions, Text},
};
use leptos::prelude::*;
use serde::Deserialize;
use upm_web::nhsuk::{
    AccountItem, Breadcrumb, Crumb, Footer, FooterLink, Header, NavigationItem, PageLink,
    Pagination, SkipLink,
};

#[derive(Deserialize)]
struct SkipLinkOptions {
    href: Fragment,
    #[expect(dead_code, reason = "ours always has this one")]
    text: SkipText,
}

#[derive(Deserialize)]
#[serde(try_from = "String")]
struct Fragment(String);

impl TryFrom<String> for Fragment {
    type Error = &'static str;

    fn try_from(href: String) -> Result<Self, Self::Error> {
        let fragment = href.strip_prefix('#').ok_or("ours stays on the page")?;
        Ok(Self(fragment.to_owned()))
    }
}

#[derive(Deserialize)]
enum SkipText {
    #[serde(rename = "Skip to main content")]
    SkipToMainContent,
}

#[test]
fn skip_links_are_those_of_nhsuk_frontend() {
    let coverage = Coverage {
        component: "skip-link",
        options: &["href", "text"],
        part: None,
        examples: &["default", "without link target"],
    };
    check(&coverage, |SkipLinkOptions { href: Fragment(target), .. }| {
        // In the app these are literals; a test may leak a few.
        let target = &*target.leak();
        view! { <SkipLink target /> }
    });
}

#[derive(Deserialize)]
struct BreadcrumbOptions {
    items: Vec<LinkOptions>,
}

#[test]
fn breadcrumbs_are_those_of_nhsuk_frontend() {
    let coverage = Coverage {
        component: "breadcrumb",
        options: &["items"],
        part: None,
        examples: &["default"],
    };
    check(&coverage, |BreadcrumbOptions { items }| {
        let crumbs = items
            .into_iter()
            .map(|LinkOptions { href, text }| Crumb::new(href, text))
            .collect::<Vec<_>>();
        view! { <Breadcrumb crumbs /> }
    });
}

#[derive(Deserialize)]
struct FooterOptions {
    meta: Option<MetaOptions>,
    copyright: Option<Text>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MetaOptions {
    items: Vec<LinkOptions>,
}

#[test]
fn footers_are_those_of_nhsuk_frontend() {
    let coverage = Coverage {
        component: "footer",
        options: &["meta", "copyright"],
        part: None,
        examples: &[
            "default",
            "with copyright text only",
            "with copyright text string",
            "with custom copyright text",
            "with meta links",
        ],
    };
    check(&coverage, |FooterOptions { meta, copyright }| {
        let links = meta
            .into_iter()
            .flat_map(|MetaOptions { items }| items)
            .map(|LinkOptions { href, text }| FooterLink::new(href, text))
            .collect();
        match copyright.map(String::from) {
            None => view! { <Footer links /> }.into_any(),
            Some(copyright) => view! { <Footer links copyright /> }.into_any(),
        }
    });
}

#[derive(Deserialize)]
struct PaginationOptions {
    previous: Option<PageOptions>,
    next: Option<PageOptions>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PageOptions {
    href: String,
    label: Option<String>,
}

#[test]
fn paginations_are_those_of_nhsuk_frontend() {
    let coverage = Coverage {
        component: "pagination",
        options: &["previous", "next"],
        part: None,
        examples: &["default", "with only next", "with only previous"],
    };
    let link = |page: Option<PageOptions>| {
        Signal::stored(page.map(|PageOptions { href, label }| PageLink { href, label }))
    };
    check(&coverage, |PaginationOptions { previous, next }| {
        view! { <Pagination previous=link(previous) next=link(next) /> }
    });
}

#[derive(Deserialize)]
struct HeaderOptions {
    service: LinkOptions,
}

#[test]
fn headers_are_those_of_nhsuk_frontend() {
    let coverage = Coverage {
        component: "header",
        options: &["service"],
        part: None,
        examples: &["with service name (linked with logo) [blue]"],
    };
    check(&coverage, |HeaderOptions { service: LinkOptions { href, text } }| {
        view! { <Header service=text home=href /> }
    });
}

/// Whatever the rest of the header is: only the account area is compared.
#[derive(Deserialize)]
struct AccountOptions {
    account: AccountItems,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AccountItems {
    items: Vec<AccountItemOptions>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum AccountItemOptions {
    Button(AccountButton),
    Link(LinkOptions),
    Name(AccountName),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AccountButton {
    #[expect(dead_code, reason = "where the package submits to")]
    action: String,
    text: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AccountName {
    #[expect(dead_code, reason = "ours always has one")]
    icon: bool,
    text: String,
}

#[test]
fn account_areas_of_headers_are_those_of_nhsuk_frontend() {
    let coverage = Coverage {
        component: "header",
        options: &["logo", "service", "search", "account", "navigation"],
        part: Some(".nhsuk-header__account"),
        examples: &[
            "with account (logged out) [blue]",
            "with service name, search, account, navigation [blue]",
        ],
    };
    check(&coverage, |AccountOptions { account }| {
        let items = account
            .items
            .into_iter()
            .map(|item| match item {
                AccountItemOptions::Button(AccountButton { text, .. }) => {
                    AccountItem::Button { text, on_click: Callback::new(|()| {}) }
                }
                AccountItemOptions::Link(LinkOptions { href, text }) => {
                    AccountItem::Link { href, text }
                }
                AccountItemOptions::Name(AccountName { text, .. }) => AccountItem::Name(text),
            })
            .collect::<Vec<_>>();
        view! { <Header service="Example" home="#" account=items /> }
    });
}

/// Whatever the rest of the header is: only the navigation is compared.
#[derive(Deserialize)]
struct NavigationOptions {
    navigation: NavigationItems,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NavigationItems {
    items: Vec<NavigationItemOptions>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NavigationItemOptions {
    href: String,
    text: String,
    #[serde(default)]
    active: bool,
}

#[test]
fn navigations_of_headers_are_those_of_nhsuk_frontend() {
    let coverage = Coverage {
        component: "header",
        options: &["logo", "service", "search", "account", "navigation"],
        part: Some(".nhsuk-header__navigation"),
        examples: &[
            "default",
            "with navigation (overflow) [blue]",
            "with navigation [blue]",
            "with service name, search, account (logged in, complex), navigation [blue]",
            "with service name, search, account, navigation [blue]",
        ],
    };
    check(&coverage, |NavigationOptions { navigation }| {
        let navigation = navigation
            .items
            .into_iter()
            .map(|NavigationItemOptions { href, text, active }| {
                NavigationItem::new(href, text, active)
            })
            .collect();
        view! { <Header service="Example" home="#" navigation /> }
    });
}
