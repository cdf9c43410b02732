//! What may be said of a support article.

use domain::article_report::{
    ArticleAddress, ArticleAddressError, ArticleDetails, ArticleDetailsError, ArticleFault,
    FaultMissing, LONGEST_ADDRESS, MOST_DETAILS, ReportDraft,
};

#[test]
fn an_address_is_one_of_the_web_and_leads_where_it_seems() {
    for good in ["https://support.nhs.net/a?b=c#d", " HTTPS://Example.org ", "http://[::1]:80/"] {
        assert!(ArticleAddress::parse(good).is_ok(), "{good}");
    }
    for bad in [
        "support.nhs.net",
        "javascript:alert(1)",
        "https://",
        "https:///x",
        "ftp://x.org",
        "https://a b.org",
        "https://x@evil.example/",
        "https://a.org/\u{202e}x",
        "https://a.org/\nX: y",
    ] {
        assert_eq!(ArticleAddress::parse(bad), Err(ArticleAddressError::NoAddress), "{bad}");
    }
    assert_eq!(ArticleAddress::parse("  "), Err(ArticleAddressError::Missing));
    let long = format!("https://a.org/{}", "x".repeat(LONGEST_ADDRESS));
    assert_eq!(ArticleAddress::parse(&long), Err(ArticleAddressError::TooLong));
}

#[test]
fn a_draft_says_all_that_is_wrong_with_it_at_once() {
    let errors = ReportDraft::default().check().unwrap_err();
    assert_eq!(errors.fault, Some(FaultMissing));
    assert_eq!(errors.address, Some(ArticleAddressError::Missing));
    assert_eq!(errors.details, Some(ArticleDetailsError::Missing));
    let whole = ReportDraft {
        fault: Some(ArticleFault::Inaccurate),
        address: "https://a.org/x".to_owned(),
        details: "It is red.".to_owned(),
    };
    assert_eq!(whole.check().unwrap().fault, ArticleFault::Inaccurate);
}

#[test]
fn what_is_said_has_1_to_2000_characters() {
    assert!(ArticleDetails::parse(&"😀".repeat(MOST_DETAILS)).is_ok());
    let long = "x".repeat(MOST_DETAILS + 1);
    assert_eq!(ArticleDetails::parse(&long), Err(ArticleDetailsError::TooLong));
    assert_eq!(ArticleDetails::parse(" \n "), Err(ArticleDetailsError::Missing));
    assert_eq!(ArticleDetails::parse("a\0"), Err(ArticleDetailsError::NullCharacter));
    assert_eq!(ArticleDetails::parse("  a\n b ").unwrap().as_str(), "a\n b");
}
