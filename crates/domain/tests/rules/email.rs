//! E-mail addresses: what is one, what is read as one, and what is refused with which words.
#![allow(clippy::expect_used, reason = "what does not hold fails the test")]

use crate::support::{assert_refused_on_the_wire, assert_travels};
use domain::email::{EmailAddress, EmailError, RepairCounts, Repairs};
use proptest::{collection::vec, prelude::*};

/// An address as the directory has it: lower case, a dot-atom before the `@`, a host name after it.
fn address() -> impl Strategy<Value = String> {
    let local = vec("[a-z0-9!#$%&'*+/=^_`{|}~-]{1,8}", 1..5);
    let domain = vec("[a-z0-9]([a-z0-9-]{0,6}[a-z0-9])?", 2..5);
    (local, domain).prop_map(|(local, domain)| format!("{}@{}", local.join("."), domain.join(".")))
}

/// What the same address looks like in a sheet, and the repairs that it needs.
fn written() -> impl Strategy<Value = (String, EmailAddress, Repairs)> {
    let spaces = prop_oneof![Just(""), Just(" "), Just("\t "), Just("\r\n"), Just("\u{3000}")];
    let unseen = prop_oneof![Just(""), Just("\u{a0}"), Just("\u{200b}"), Just("\u{feff}\u{ad}")];
    let subject = prop_oneof![Just(""), Just("?subject=Rota%20change&cc=x@nhs.net")];
    let name = proptest::option::of("((\"[A-Z][a-z]+, [A-Z][a-z]+\"|[A-Z][a-z]+ [A-Z][a-z]+) ?)?");
    (address(), spaces, unseen, any::<usize>(), proptest::option::of(subject), name, any::<bool>())
        .prop_map(|(address, spaces, unseen, place, link, name, upper)| {
            let parsed = EmailAddress::parse(&address).expect("made to be an address");
            let mut text = if upper { address.to_uppercase() } else { address };
            text.insert_str(place % (text.len() + 1), unseen);
            let repairs = Repairs {
                spaces: !spaces.is_empty(),
                invisible: !unseen.is_empty(),
                mailto: link.is_some(),
                name: name.is_some(),
                lower_case: upper && parsed.as_str().bytes().any(|byte| byte.is_ascii_alphabetic()),
            };
            if let Some(subject) = link {
                text = format!("mailto:{text}{subject}");
            }
            if let Some(name) = name {
                text = format!("{name}<{text}>");
            }
            (format!("{spaces}{text}{spaces}"), parsed, repairs)
        })
}

proptest! {
    #[test]
    fn an_address_is_kept(text in address()) {
        let address = EmailAddress::parse(&text).unwrap();
        prop_assert_eq!(address.as_str(), &text);
        prop_assert_eq!(EmailAddress::read(&text), Ok((address.clone(), Repairs::default())));
        assert_travels(&address);
    }

    #[test]
    fn an_address_in_upper_case_is_the_same_address(text in address()) {
        let upper = EmailAddress::parse(&text.to_uppercase());
        prop_assert_eq!(upper, EmailAddress::parse(&text));
    }

    #[test]
    fn whatever_people_put_around_an_address_it_is_read_and_the_repairs_are_told((text, address, repairs) in written()) {
        prop_assert_eq!(EmailAddress::read(&text), Ok((address, repairs)));
    }

    #[test]
    fn the_strict_parser_repairs_nothing_but_case((text, address, repairs) in written()) {
        let apart_from_case = Repairs { lower_case: false, ..repairs };
        if apart_from_case == Repairs::default() {
            prop_assert_eq!(EmailAddress::parse(&text), Ok(address));
        } else {
            prop_assert!(EmailAddress::parse(&text).is_err());
            assert_refused_on_the_wire::<EmailAddress>(&text);
        }
    }

    #[test]
    fn what_is_an_address_does_not_depend_on_the_case(text in "[a-z0-9.@_+:-]{0,12}@?[a-z0-9.-]{0,70}(\\.[a-z]{1,66})?") {
        let code = |text: &str| EmailAddress::parse(text).map_err(|error| error.code());
        prop_assert_eq!(code(&text), code(&text.to_uppercase()));
    }

    #[test]
    fn no_text_is_too_strange_to_read(text in any::<String>()) {
        read_holds(&text)?;
    }

    #[test]
    fn no_near_miss_is_too_strange_to_read(text in "(mailto:|MAILTO:|[a-z]|[@<>:;,.? \u{a0}\u{200b}é'\"-]){0,30}") {
        read_holds(&text)?;
    }

    #[test]
    fn no_truncated_or_doubled_address_is_too_strange_to_read((text, _, _) in written(), (other, _, _) in written(), cut in any::<usize>()) {
        read_holds(&text.chars().take(cut % 60).collect::<String>())?;
        read_holds(&format!("{text}{other}"))?;
    }
}

/// Reading does not panic; what it accepts is an address in its final form, to strict eyes too.
fn read_holds(text: &str) -> Result<(), TestCaseError> {
    if let Ok((address, _)) = EmailAddress::read(text) {
        prop_assert_eq!(EmailAddress::parse(address.as_str()), Ok(address.clone()));
        prop_assert_eq!(EmailAddress::read(address.as_str()), Ok((address, Repairs::default())));
    }
    Ok(())
}

#[test]
fn two_addresses_in_one_cell_are_never_read_as_one() {
    for text in [
        "a@nhs.net b@nhs.net",
        "a@nhs.net,b@nhs.net",
        "a@nhs.net; b@nhs.net",
        "a@nhs.net\u{a0}b@nhs.net",
        "A <a@nhs.net>; B <b@nhs.net>",
        "a@b@nhs.net",
        "mailto:a@nhs.net,b@nhs.net",
    ] {
        assert_eq!(EmailAddress::read(text), Err(EmailError::Several), "{text}");
    }
}

#[test]
fn what_is_no_address_is_refused_with_the_reason() {
    use EmailError::{BadDomain, BadLocalPart, Empty, ForbiddenCharacter, NoAt};
    for (text, error) in [
        ("", Empty),
        (" \u{a0}\u{200b}\t", Empty),
        ("<>", Empty),
        ("mailto:", Empty),
        ("mailto:?subject=x", Empty),
        ("jane.doe", NoAt),
        ("Jane Doe", NoAt),
        ("Jane <jane.doe>", NoAt),
        ("@nhs.net", BadLocalPart),
        (".jane@nhs.net", BadLocalPart),
        ("jane.@nhs.net", BadLocalPart),
        ("jane..doe@nhs.net", BadLocalPart),
        ("jane@", BadDomain),
        ("jane@@nhs.net", BadDomain),
        ("jane@nhs", BadDomain),
        ("jane@nhs.", BadDomain),
        ("jane@.net", BadDomain),
        ("jane@nhs..net", BadDomain),
        ("jane@-nhs.net", BadDomain),
        ("jane@nhs-.net", BadDomain),
        ("jane@nhs_trust.net", BadDomain),
        ("jane doe@nhs.net", ForbiddenCharacter(' ')),
        ("jane@nhs.net;", ForbiddenCharacter(';')),
        ("doe, jane@nhs.net", ForbiddenCharacter(',')),
        ("zoë@nhs.net", ForbiddenCharacter('ë')),
        ("jane@nhs。net", ForbiddenCharacter('。')),
        ("mary.o’brien@nhs.net", ForbiddenCharacter('’')),
        ("\"jane doe\"@nhs.net", ForbiddenCharacter('"')),
        ("Jane <jane@nhs.net", ForbiddenCharacter(' ')),
        ("jane@nhs.net>", ForbiddenCharacter('>')),
        ("https://nhs.net/jane@nhs.net", ForbiddenCharacter(':')),
    ] {
        assert_eq!(EmailAddress::read(text), Err(error), "{text}");
    }
}

#[test]
fn the_limits_of_an_address_are_those_of_the_standards() {
    // What is in lower case is read in fewer steps, by the same limits.
    for letter in ["a", "A"] {
        let local = |length: usize| format!("{}@nhs.net", letter.repeat(length));
        assert!(EmailAddress::parse(&local(64)).is_ok());
        assert_eq!(EmailAddress::parse(&local(65)), Err(EmailError::TooLong));

        let label = |length: usize| format!("jane@{}.net", letter.repeat(length));
        assert!(EmailAddress::parse(&label(63)).is_ok());
        assert_eq!(EmailAddress::parse(&label(64)), Err(EmailError::BadDomain));

        let labels = format!("{}.", letter.repeat(60)).repeat(4);
        let whole = |last: usize| format!("jane@{labels}{}", letter.repeat(last));
        assert_eq!(whole(5).len(), 254);
        assert!(EmailAddress::parse(&whole(5)).is_ok());
        assert_eq!(EmailAddress::parse(&whole(6)), Err(EmailError::TooLong));
    }
}

#[test]
fn names_with_apostrophes_hyphens_and_digits_are_addresses() {
    for text in ["mary.o'brien2@nhs.net", "jean-luc.d'arc@nhs.scot", "x@y.z.nhs.uk", "a+b@nhs.net"]
    {
        assert_eq!(EmailAddress::parse(text).map(String::from).as_deref(), Ok(text));
    }
}

#[test]
fn each_mistake_has_its_code_its_words_and_what_to_do() {
    let told = |error: EmailError| (error.code(), error.to_string(), error.advice());
    let expect = |code, words: &str, advice| (code, words.to_owned(), advice);
    assert_eq!(
        told(EmailError::Empty),
        expect("emailEmpty", "There is no address", "Enter an address, like name@nhs.net")
    );
    assert_eq!(
        told(EmailError::NoAt),
        expect("emailNoAt", "The @ is missing", "Enter the whole address, like name@nhs.net")
    );
    assert_eq!(
        told(EmailError::Several),
        expect(
            "emailSeveral",
            "There is more than one address",
            "Put each address in a row of its own"
        )
    );
    assert_eq!(
        told(EmailError::BadLocalPart),
        expect(
            "emailBadLocalPart",
            "The part before the @ is missing or has a dot in the wrong place",
            "Check the part before the @"
        )
    );
    assert_eq!(
        told(EmailError::BadDomain),
        expect(
            "emailBadDomain",
            "The part after the @ is not complete",
            "Check the part after the @, like nhs.net"
        )
    );
    assert_eq!(
        told(EmailError::TooLong),
        expect(
            "emailTooLong",
            "The address is too long",
            "Check that there is only one address in the row"
        )
    );
    let forbidden = |character| told(EmailError::ForbiddenCharacter(character)).1;
    assert_eq!(told(EmailError::ForbiddenCharacter('é')).0, "emailForbiddenCharacter");
    assert_eq!(forbidden('é'), "The character “é” cannot be in an address");
    assert_eq!(forbidden(' '), "The space cannot be in an address");
    assert_eq!(forbidden('\u{2003}'), "The invisible character U+2003 cannot be in an address");
}

#[test]
fn a_form_says_what_is_wrong_and_what_to_do_and_knows_no_rows() {
    let told = |text: &str| EmailAddress::parse(text).map_err(|error| error.in_form());
    let error = |text: &str| Err(text.to_owned());
    assert_eq!(told(""), error("Enter an address, like name@nhs.net"));
    assert_eq!(told("jo"), error("The @ is missing. Enter the whole address, like name@nhs.net"));
    assert_eq!(
        told("jo smith@nhs.net"),
        error("The space cannot be in an address. Remove the character, or type the address again")
    );
    let several = told("a@nhs.net,b@nhs.net");
    assert_eq!(several, error("There is more than one address. Enter one address"));
    let long = told(&format!("{}@nhs.net", "a".repeat(65)));
    assert_eq!(long, error("The address is too long. Enter one address"));
}

#[test]
fn errors_travel_with_their_particulars() {
    use EmailError::{BadDomain, BadLocalPart, Empty, ForbiddenCharacter, NoAt, Several, TooLong};
    for error in [Empty, NoAt, Several, BadLocalPart, BadDomain, ForbiddenCharacter('é'), TooLong]
    {
        assert_travels(&error);
    }
}

#[test]
fn repairs_are_counted_by_kind() {
    let mut counts = RepairCounts::default();
    for text in [" a@nhs.net", "B@nhs.net\u{a0}", "mailto:C@nhs.net", "D <d@nhs.net>", "e@nhs.net"]
    {
        counts.add(EmailAddress::read(text).unwrap().1);
    }
    assert_eq!(counts, RepairCounts { spaces: 1, invisible: 1, mailto: 1, name: 1, lower_case: 2 });
}
