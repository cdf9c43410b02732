//! Identifiers and Microsoft's names: opaque, but of one shape.

use crate::support::{assert_refused_on_the_wire, assert_travels};
use domain::{
    catalogue::{PlanName, Sku},
    ids::{ImportId, JobId, PolicyId, SubscriptionId, UserId},
};
use proptest::prelude::*;

/// For a type whose texts are 1–64 characters of a set: what is in it is kept, all else is refused.
macro_rules! shape {
    ($name:ident, $type:ty, $well_formed:literal, $foreign:literal) => {
        mod $name {
            use super::*;

            proptest! {
                #[test]
                fn is_kept_as_received(text in $well_formed) {
                    let value = <$type>::parse(&text).unwrap();
                    prop_assert_eq!(value.as_str(), &text);
                    prop_assert_eq!(&value, &text.parse::<$type>().unwrap());
                    assert_travels(&value);
                }

                #[test]
                fn is_refused_with_a_foreign_character(before in "[A-Z]{0,3}", other in $foreign, after in "[A-Z]{0,3}") {
                    let text = format!("{before}{other}{after}");
                    prop_assert!(<$type>::parse(&text).is_err());
                    assert_refused_on_the_wire::<$type>(&text);
                }
            }

            #[test]
            fn is_refused_when_empty_or_too_long() {
                assert!(<$type>::parse("").is_err());
                assert!(<$type>::parse(&"a".repeat(64)).is_ok());
                assert!(<$type>::parse(&"a".repeat(65)).is_err());
            }
        }
    };
}

shape!(a_policy_id, PolicyId, "[A-Za-z0-9-]{1,64}", "[^A-Za-z0-9-]");
shape!(a_user_id, UserId, "[A-Za-z0-9-]{1,64}", "[^A-Za-z0-9-]");
shape!(a_job_id, JobId, "[A-Za-z0-9-]{1,64}", "[^A-Za-z0-9-]");
shape!(an_import_id, ImportId, "[A-Za-z0-9-]{1,64}", "[^A-Za-z0-9-]");
shape!(a_subscription_id, SubscriptionId, "[A-Za-z0-9-]{1,64}", "[^A-Za-z0-9-]");
shape!(a_sku_part_number, Sku, "[A-Za-z0-9_]{1,64}", "[^A-Za-z0-9_]");
shape!(a_service_plan_name, PlanName, "[A-Za-z0-9_]{1,64}", "[^A-Za-z0-9_]");
