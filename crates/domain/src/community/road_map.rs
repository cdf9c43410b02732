//! The road map of deprecations: what has ended, and what is still to come.

use jiff::civil::Date;

use super::Deprecation;

/// Where a deprecation is, seen from a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It has ended.
    Past,
    /// It is the next to end; several on one day are all next.
    Next,
    /// It ends later.
    Later,
}

impl Standing {
    /// The word for it, which says it without colour.
    pub fn label(self) -> &'static str {
        match self {
            Self::Past => "Ended",
            Self::Next => "Next",
            Self::Later => "Coming",
        }
    }
}

/// The deprecations in the order of their dates, each with where it is on the day. The day itself has not ended yet.
pub fn road_map(deprecations: &[Deprecation], today: Date) -> Vec<(Standing, &Deprecation)> {
    let mut in_order = deprecations.iter().collect::<Vec<_>>();
    in_order.sort_by(|one, other| (one.ends, &one.slug).cmp(&(other.ends, &other.slug)));
    let next = in_order.iter().map(|deprecation| deprecation.ends).find(|ends| *ends >= today);
    let standing = |ends: Date| match next {
        _ if ends < today => Standing::Past,
        Some(next) if ends == next => Standing::Next,
        _ => Standing::Later,
    };
    in_order.into_iter().map(|deprecation| (standing(deprecation.ends), deprecation)).collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn what_ends_today_is_next_and_what_ended_yesterday_is_past() {
        let of = |slug: &str, ends| Deprecation {
            slug: slug.to_owned(),
            title: slug.to_owned(),
            ends,
            body: Vec::new(),
        };
        let all = [
            of("later", date(2027, 1, 1)),
            of("tls", date(2022, 6, 30)),
            of("today", date(2026, 11, 28)),
            of("as-well", date(2026, 11, 28)),
        ];
        let told = |today| {
            let map = road_map(&all, today);
            map.into_iter().map(|(standing, one)| (one.slug.as_str(), standing)).collect::<Vec<_>>()
        };
        let first =
            [("tls", Standing::Past), ("as-well", Standing::Next), ("today", Standing::Next)];
        assert_eq!(told(date(2026, 11, 28)), [&first[..], &[("later", Standing::Later)]].concat());
        assert!(told(date(2028, 1, 1)).iter().all(|(_, standing)| *standing == Standing::Past));
    }
}
