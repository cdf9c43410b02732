//! ODS codes.

use crate::support::{assert_refused_on_the_wire, assert_travels};
use domain::ods::{OdsCode, OdsCodeError};
use proptest::prelude::*;

proptest! {
    #[test]
    fn a_code_of_one_to_nine_letters_and_digits_is_kept(text in "[A-Z0-9]{1,9}") {
        let code = OdsCode::parse(&text).unwrap();
        prop_assert_eq!(code.as_str(), &text);
        prop_assert_eq!(code.to_string(), text);
        assert_travels(&code);
    }

    #[test]
    fn case_and_spaces_around_do_not_matter(text in "[a-zA-Z0-9]{1,9}", before in "[ \t\u{a0}]{0,3}", after in "[ \r\n]{0,3}") {
        let code = OdsCode::parse(&format!("{before}{text}{after}")).unwrap();
        prop_assert_eq!(code.to_string(), text.to_ascii_uppercase());
    }

    #[test]
    fn anything_longer_is_refused(text in "[A-Za-z0-9]{10,40}") {
        prop_assert_eq!(OdsCode::parse(&text), Err(OdsCodeError::TooLong));
        assert_refused_on_the_wire::<OdsCode>(&text);
    }

    #[test]
    fn any_other_character_is_refused(before in "[A-Z0-9]{1,4}", other in "[^A-Za-z0-9]", after in "[A-Z0-9]{1,4}") {
        let text = format!("{before}{other}{after}");
        prop_assert_eq!(OdsCode::parse(&text), Err(OdsCodeError::ForbiddenCharacter));
        assert_refused_on_the_wire::<OdsCode>(&text);
    }

    #[test]
    fn what_was_parsed_once_parses_to_itself(text in any::<String>()) {
        if let Ok(code) = OdsCode::parse(&text) {
            prop_assert_eq!(OdsCode::parse(code.as_str()), Ok(code));
        }
    }
}

#[test]
fn the_codes_of_every_kind_of_organisation_are_codes() {
    for text in ["RXX", "A81001", "RXX01", "A1B2C", "QXX", "8J251", "NHSENG123"] {
        assert_eq!(OdsCode::parse(text).map(String::from).as_deref(), Ok(text));
    }
}

#[test]
fn each_mistake_has_its_message() {
    let message = |text| OdsCode::parse(text).unwrap_err().to_string();
    assert_eq!(message("  "), "Enter an ODS code");
    assert_eq!(message("ABCDEFGHIJ"), "ODS code must be 9 characters or fewer");
    assert_eq!(message("R-X"), "ODS code must only include letters A to Z and numbers");
    assert_eq!(message("RÄX"), "ODS code must only include letters A to Z and numbers");
}
