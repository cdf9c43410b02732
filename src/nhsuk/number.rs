//! Numbers as [NHS content](https://service-manual.nhs.uk/content/numbers-measurements-dates-time) writes them.

/// `1234` as `1,234`.
pub fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A number of things in words: `1 person`, `1,234 people`.
pub fn counted(number: u64, one: &str, many: &str) -> String {
    let what = if number == 1 { one } else { many };
    [thousands(number).as_str(), " ", what].concat()
}

#[cfg(test)]
mod tests {
    use super::{counted, thousands};

    #[test]
    fn one_thing_is_not_spoken_of_as_several() {
        assert_eq!(counted(0, "person", "people"), "0 people");
        assert_eq!(counted(1, "person", "people"), "1 person");
        assert_eq!(counted(1_234, "person", "people"), "1,234 people");
    }

    #[test]
    fn thousands_are_separated_by_commas() {
        assert_eq!(thousands(0), "0");
        assert_eq!(thousands(999), "999");
        assert_eq!(thousands(1_000), "1,000");
        assert_eq!(thousands(12_345), "12,345");
        assert_eq!(thousands(2_000_000), "2,000,000");
    }
}
