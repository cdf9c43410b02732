//! Descriptions.

use crate::support::{assert_refused_on_the_wire, assert_travels};
use domain::description::{Description, DescriptionError, MAX_LENGTH};
use proptest::{collection::vec, prelude::*};

/// Any text without the null character, with so many Unicode scalar values.
fn text_of(length: impl Into<proptest::collection::SizeRange>) -> impl Strategy<Value = String> {
    let character = any::<char>().prop_filter("no null", |character| *character != '\0');
    vec(character, length).prop_map(String::from_iter)
}

proptest! {
    #[test]
    fn up_to_250_characters_of_any_kind_are_kept_exactly(text in text_of(0..=MAX_LENGTH)) {
        let description = Description::parse(&text).unwrap();
        prop_assert_eq!(description.as_str(), &text);
        assert_travels(&description);
    }

    #[test]
    fn more_is_refused_with_the_number_of_characters(text in text_of(MAX_LENGTH + 1..400)) {
        let length = text.chars().count();
        prop_assert_eq!(Description::parse(&text), Err(DescriptionError::TooLong { length }));
        assert_refused_on_the_wire::<Description>(&text);
    }
}

#[test]
fn characters_are_unicode_scalar_values_not_bytes_nor_what_is_seen() {
    assert!(Description::parse(&"😀".repeat(250)).is_ok());
    assert_eq!(
        Description::parse(&"😀".repeat(251)),
        Err(DescriptionError::TooLong { length: 251 })
    );
    let family = "👩‍👩‍👧‍👦";
    assert_eq!(
        Description::parse(&family.repeat(36)),
        Err(DescriptionError::TooLong { length: 252 })
    );
}

#[test]
fn emoji_right_to_left_text_and_every_space_stay_as_typed() {
    for text in [
        "",
        "  two spaces  ",
        "line one\r\nline two\n",
        "ممرضات الجناح",
        "\u{202e}right to left\u{202c}",
        "e\u{301} is not \u{e9}",
        "<b>\"quoted\" & 'so'</b>",
    ] {
        let description = Description::parse(text).unwrap();
        assert_eq!(description.as_str(), text);
        assert_travels(&description);
    }
}

#[test]
fn each_mistake_has_its_code_and_message() {
    let told = |text: &str| {
        let error = Description::parse(text).unwrap_err();
        (error.code(), error.to_string())
    };
    assert_eq!(
        told(&"é".repeat(300)),
        (
            "descriptionTooLong",
            "Description must be 250 characters or fewer. You have entered 300".to_owned()
        )
    );
    assert_eq!(
        told("a\0b"),
        (
            "descriptionNullCharacter",
            "Description must not include the null character. Delete it and type the text again"
                .to_owned()
        )
    );
    assert_refused_on_the_wire::<Description>("a\0b");
}
