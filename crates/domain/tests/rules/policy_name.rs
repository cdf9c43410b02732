//! Policy names as typed, and the full names made from them.

use crate::support::{assert_refused_on_the_wire, assert_travels};
use domain::{
    ods::OdsCode,
    policy_name::{MAX_LENGTH, PolicyName, PolicyNameError, full_name, national_full_name},
};
use proptest::{collection::vec, prelude::*};

proptest! {
    #[test]
    fn spaces_are_trimmed_and_runs_of_them_become_one(
        words in vec(("[A-Za-z0-9]{1,6}", " {1,4}"), 1..9),
        before in "[ \t\r\n]{0,3}",
        after in "[\n\u{a0}]{0,3}",
    ) {
        let typed = words.iter().flat_map(|(word, spaces)| [word.as_str(), spaces]).collect::<String>();
        let tidy = words.iter().map(|(word, _)| word.as_str()).collect::<Vec<_>>().join(" ");
        let name = PolicyName::parse(&format!("{before}{typed}{after}")).unwrap();
        prop_assert_eq!(name.as_str(), &tidy);
        assert_travels(&name);
    }

    #[test]
    fn a_name_parses_to_itself(text in "[ A-Za-z0-9]{0,70}") {
        if let Ok(name) = PolicyName::parse(&text) {
            prop_assert_eq!(PolicyName::parse(&name.to_string()), Ok(name));
        }
    }

    #[test]
    fn whatever_is_accepted_keeps_the_rule(text in any::<String>()) {
        if let Ok(name) = PolicyName::parse(&text) {
            let name = name.as_str();
            prop_assert!((1..=MAX_LENGTH).contains(&name.len()));
            prop_assert!(name.split(' ').all(|word| !word.is_empty()
                && word.bytes().all(|byte| byte.is_ascii_alphanumeric())));
        }
    }

    #[test]
    fn any_other_character_is_refused_and_named(before in "[A-Za-z0-9]{1,5}", other in "[^A-Za-z0-9 ]", after in "[A-Za-z0-9]{1,5}") {
        let text = format!("{before}{other}{after}");
        let character = other.chars().next().unwrap();
        prop_assert_eq!(PolicyName::parse(&text), Err(PolicyNameError::ForbiddenCharacter { character }));
        assert_refused_on_the_wire::<PolicyName>(&text);
    }

    #[test]
    fn a_longer_name_is_refused_with_the_length_it_has_once_tidied(text in "[A-Za-z0-9]{65,200}") {
        let typed = format!("  {text}  ");
        prop_assert_eq!(PolicyName::parse(&typed), Err(PolicyNameError::TooLong { length: text.len() }));
        assert_refused_on_the_wire::<PolicyName>(&typed);
    }

    #[test]
    fn names_are_compared_without_regard_to_case_and_spacing(words in vec("[A-Za-z0-9]{1,6}", 1..6)) {
        let name = |text: &str| PolicyName::parse(text).unwrap();
        let typed = name(&words.join(" "));
        prop_assert_eq!(typed.key(), name(&words.join("   ").to_uppercase()).key());
        prop_assert_eq!(typed.key(), name(&format!(" {}", words.join(" ").to_lowercase())).key());
    }

    #[test]
    fn different_words_are_different_names(name in "[A-Za-z]{1,10}", other in "[0-9]{1,10}") {
        prop_assert_ne!(PolicyName::parse(&name).unwrap().key(), PolicyName::parse(&other).unwrap().key());
    }

    #[test]
    fn the_ods_part_of_a_full_name_ends_at_the_first_dot(ods in "[A-Z0-9]{1,9}", licence in "[A-Za-z0-9]{1,10}", typed in "[A-Za-z0-9]{1,10}") {
        let name = PolicyName::parse(&typed).unwrap();
        let full = full_name(&OdsCode::parse(&ods).unwrap(), &licence, &name);
        prop_assert_eq!(full.split('.').collect::<Vec<_>>(), vec![ods, licence, typed]);
    }
}

#[test]
fn sixty_four_characters_are_the_most() {
    assert!(PolicyName::parse(&"a".repeat(64)).is_ok());
    assert_eq!(PolicyName::parse(&"a".repeat(65)), Err(PolicyNameError::TooLong { length: 65 }));
    let with_runs_of_spaces = format!("{}   {}", "a".repeat(30), "b".repeat(33));
    assert_eq!(PolicyName::parse(&with_runs_of_spaces).unwrap().as_str().len(), 64);
}

#[test]
fn each_mistake_has_its_code_and_message() {
    let told = |text: &str| {
        let error = PolicyName::parse(text).unwrap_err();
        (error.code(), error.to_string())
    };
    let only = "Policy name must only include letters A to Z, numbers and spaces.";
    let forbidden =
        |what: &str| ("policyNameForbiddenCharacter", format!("{only} Remove the {what}"));
    assert_eq!(told(" \t "), ("policyNameEmpty", "Enter a policy name".to_owned()));
    assert_eq!(
        told(&"x".repeat(80)),
        (
            "policyNameTooLong",
            "Policy name must be 64 characters or fewer. You have entered 80".to_owned()
        )
    );
    assert_eq!(told("Ward & Clinic"), forbidden("character “&”"));
    assert_eq!(told("Café"), forbidden("character “é”"));
    assert_eq!(told("a\tb"), forbidden("tab"));
    assert_eq!(told("a\nb"), forbidden("line break"));
    assert_eq!(told("a\u{a0}b"), forbidden("invisible character U+00A0"));
    assert_eq!(told("a\u{200b}b"), forbidden("invisible character U+200B"));
}

#[test]
fn full_names_are_derived_from_the_code_the_licence_and_the_name() {
    let ods = OdsCode::parse("rxx").unwrap();
    let name = PolicyName::parse("  Ward   nurses ").unwrap();
    assert_eq!(full_name(&ods, "E3", &name), "RXX.E3.Ward nurses");
    assert_eq!(national_full_name(&ods), "RXX National Policy");
}
