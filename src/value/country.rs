//! Countries: the codes of ISO 3166-1 alpha-2, and what is meant by codes and names that are none.
//!
//! The codes and names are those of `data/countries.csv`. A country is read only from its code, in capital letters;
//! everything else gets the code it may have meant. Language reference: "Types and values".

use std::fmt;
use std::sync::LazyLock;

use crate::text;
use crate::value::fault::FaultKind;
use crate::value::fault::FaultWords;

/// A country, by its place in the list; in the order of the codes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Country(u16);

/// Why a text is no country code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum CountryFault {
    /// This country was certainly meant.
    Meant(Country),
    /// A code that is or was in use for something else; the text says what to write.
    Known(&'static str),
    /// These countries may have been meant.
    Perhaps(Vec<Country>),
    /// Nothing like it is known.
    Unknown,
}

/// One line of the list.
struct Entry {
    code: &'static str,
    alpha3: &'static str,
    name: &'static str,
}

/// The list, and for each pair of letters its place in it.
struct List {
    entries: Vec<Entry>,
    /// Place plus one; 0 is no country.
    places: Vec<u16>,
}

static LIST: LazyLock<List> = LazyLock::new(List::read);

/// Codes that are no countries of ISO 3166-1, with the country that is meant.
const OTHER_CODES: &[(&str, &str)] = &[
    ("UK", "GB"),
    ("EL", "GR"),
    ("XI", "GB"),
    ("BU", "MM"),
    ("DD", "DE"),
    ("FX", "FR"),
    ("TP", "TL"),
    ("ZR", "CD"),
    ("YD", "YE"),
    ("HV", "BF"),
    ("DY", "BJ"),
    ("RH", "ZW"),
];

/// Codes that are no countries of ISO 3166-1, with what to do.
const KNOWN_CODES: &[(&str, &str)] = &[
    (
        "EU",
        "the European Union is no country: write the member state, as in `DE`",
    ),
    (
        "XU",
        "that is the United Kingdom without Northern Ireland in customs: write `GB`",
    ),
    (
        "XK",
        "Kosovo has no code in ISO 3166: write the country that the law counts it to",
    ),
    (
        "SU",
        "the Soviet Union is no more: write the state of today, as in `RU` or `KZ`",
    ),
    (
        "YU",
        "Yugoslavia is no more: write the state of today, as in `RS` or `HR`",
    ),
    (
        "CS",
        "Czechoslovakia, and Serbia and Montenegro, are no more: write `CZ`, `SK`, `RS` or `ME`",
    ),
    ("AN", "the Netherlands Antilles are no more: write `CW`, `SX` or `BQ`"),
    ("ZZ", "an origin that is not known is left out"),
    ("XX", "an origin that is not known is left out"),
];

/// Names in use that are not those of the list.
const OTHER_NAMES: &[(&str, &str)] = &[
    ("america", "US"),
    ("bolivia", "BO"),
    ("britain", "GB"),
    ("brunei", "BN"),
    ("burma", "MM"),
    ("cape verde", "CV"),
    ("czech republic", "CZ"),
    ("dprk", "KP"),
    ("east timor", "TL"),
    ("england", "GB"),
    ("great britain", "GB"),
    ("holland", "NL"),
    ("hong kong sar", "HK"),
    ("iran", "IR"),
    ("ivory coast", "CI"),
    ("kyrgyz republic", "KG"),
    ("laos", "LA"),
    ("macau", "MO"),
    ("macedonia", "MK"),
    ("micronesia", "FM"),
    ("moldova", "MD"),
    ("netherlands", "NL"),
    ("north korea", "KP"),
    ("northern ireland", "GB"),
    ("palestine", "PS"),
    ("people's republic of china", "CN"),
    ("peoples republic of china", "CN"),
    ("prc", "CN"),
    ("republic of china", "TW"),
    ("republic of korea", "KR"),
    ("rok", "KR"),
    ("russia", "RU"),
    ("scotland", "GB"),
    ("slovak republic", "SK"),
    ("south korea", "KR"),
    ("swaziland", "SZ"),
    ("syria", "SY"),
    ("taiwan", "TW"),
    ("tanzania", "TZ"),
    ("the netherlands", "NL"),
    ("turkey", "TR"),
    ("u.k.", "GB"),
    ("u.s.", "US"),
    ("u.s.a.", "US"),
    ("uae", "AE"),
    ("united kingdom", "GB"),
    ("united states", "US"),
    ("vatican", "VA"),
    ("venezuela", "VE"),
    ("vietnam", "VN"),
    ("wales", "GB"),
    ("中国", "CN"),
    ("deutschland", "DE"),
];

impl List {
    fn read() -> List {
        let mut list = List {
            entries: Vec::with_capacity(256),
            places: vec![0; 26 * 26],
        };
        for line in include_str!("data/countries.csv").lines().skip(1) {
            let mut cells = line.splitn(3, ',');
            let (Some(code), Some(alpha3), Some(name)) = (cells.next(), cells.next(), cells.next()) else {
                continue;
            };
            list.entries.push(Entry {
                code,
                alpha3,
                name: name.trim_matches('"'),
            });
            let place = u16::try_from(list.entries.len()).unwrap_or(0);
            if let Some(slot) = place_of(code).and_then(|at| list.places.get_mut(at)) {
                *slot = place;
            }
        }
        list
    }
}

/// Where a pair of capital letters stands among all pairs.
fn place_of(code: &str) -> Option<usize> {
    let &[first, second] = code.as_bytes() else {
        return None;
    };
    let letter = |byte: u8| byte.is_ascii_uppercase().then(|| usize::from(byte.wrapping_sub(b'A')));
    letter(first)?.checked_mul(26)?.checked_add(letter(second)?)
}

impl Country {
    /// The country with this code.
    pub(crate) fn parse(text: &str) -> Result<Country, CountryFault> {
        Country::of_code(text).ok_or_else(|| diagnose(text))
    }

    fn of_code(code: &str) -> Option<Country> {
        LIST.places.get(place_of(code)?)?.checked_sub(1).map(Country)
    }

    /// All countries, in the order of their codes.
    pub(crate) fn all() -> impl Iterator<Item = Country> {
        (0..).zip(&LIST.entries).map(|(index, _)| Country(index))
    }

    fn entry(self) -> Option<&'static Entry> {
        LIST.entries.get(usize::from(self.0))
    }

    /// `CN`
    pub(crate) fn code(self) -> &'static str {
        self.entry().map_or("", |entry| entry.code)
    }

    /// `China`
    pub(crate) fn name(self) -> &'static str {
        self.entry().map_or("", |entry| entry.name)
    }
}

impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.code())
    }
}

impl fmt::Debug for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// What a text that is no country code may have meant.
#[cold]
fn diagnose(text: &str) -> CountryFault {
    if text.len() > 200 {
        return CountryFault::Unknown;
    }
    let plain = text::plain_ascii(text).unwrap_or_else(|| text.to_owned());
    let plain = plain.trim();
    let upper = plain.to_ascii_uppercase();
    let other =
        |pairs: &[(&str, &'static str)], word: &str| pairs.iter().find(|(from, _)| *from == word).map(|(_, to)| *to);
    if let Some(country) = Country::of_code(&upper) {
        return CountryFault::Meant(country);
    }
    if let Some(help) = other(KNOWN_CODES, &upper) {
        return CountryFault::Known(help);
    }
    let lower = plain.to_lowercase();
    let name = |entry: &Entry| entry.name.to_lowercase();
    let in_list = Country::all().find(|country| {
        country
            .entry()
            .is_some_and(|entry| entry.alpha3 == upper || name(entry) == lower)
    });
    let otherwise = other(OTHER_CODES, &upper)
        .or_else(|| other(OTHER_NAMES, &lower))
        .and_then(Country::of_code);
    if let Some(country) = in_list.or(otherwise) {
        return CountryFault::Meant(country);
    }
    let perhaps = if plain.chars().count() < 4 {
        Vec::new()
    } else {
        text::did_you_mean(plain, LIST.entries.iter().map(|entry| entry.name))
    };
    let perhaps: Vec<Country> = Country::all()
        .filter(|country| perhaps.contains(&country.name()))
        .collect();
    if perhaps.is_empty() {
        CountryFault::Unknown
    } else {
        CountryFault::Perhaps(perhaps)
    }
}

impl CountryFault {
    /// The words about this fault of this text.
    pub(crate) fn words(&self, text: &str) -> FaultWords {
        let words = FaultWords::new(
            FaultKind::Country,
            format!("`{}` is no country code", text::brief(text)),
        );
        match self {
            CountryFault::Meant(country) => words
                .help(format!("{} is `{country}`", with_article(country.name())))
                .instead(country.code()),
            CountryFault::Known(help) => words.help(*help),
            CountryFault::Perhaps(countries) => {
                let offered: Vec<String> = countries
                    .iter()
                    .map(|country| format!("`{country}` ({})", country.name()))
                    .collect();
                words.help(format!("perhaps {}", text::list_or(&offered)))
            }
            CountryFault::Unknown => words.help("a country is written by its two letters of ISO 3166, as in `DE`"),
        }
    }
}

/// A name as it stands in a sentence: "the United Kingdom".
fn with_article(name: &str) -> String {
    let name = name
        .strip_suffix(" of Great Britain and Northern Ireland")
        .unwrap_or(name);
    let takes_article = [
        "United ",
        "Netherlands",
        "Russian ",
        "Syrian ",
        "Central ",
        "Dominican ",
        "Bahamas",
        "Gambia",
        "Philippines",
        "Holy See",
        "Marshall ",
        "Solomon ",
        "Cook ",
        "Cayman ",
        "Faroe ",
        "Comoros",
        "Maldives",
    ];
    if takes_article.iter().any(|start| name.starts_with(start)) {
        format!("the {name}")
    } else {
        name.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_that_of_iso_3166() {
        let mut ours: Vec<_> = Country::all().map(|country| (country.code(), country.name())).collect();
        let mut theirs: Vec<_> = rust_iso3166::ALL
            .iter()
            .map(|country| (country.alpha2, country.name))
            .collect();
        ours.sort_unstable();
        theirs.sort_unstable();
        assert_eq!(ours.len(), 249);
        assert_eq!(ours, theirs);
        for country in Country::all() {
            assert_eq!(Country::parse(country.code()), Ok(country));
        }
        assert!(Country::all().is_sorted());
    }

    #[test]
    fn no_other_pair_of_letters_is_a_country() {
        let letters = || (b'A'..=b'Z').map(char::from);
        let read = letters().flat_map(|a| letters().map(move |b| format!("{a}{b}")));
        assert_eq!(read.filter(|code| Country::parse(code).is_ok()).count(), 249);
    }

    #[test]
    fn what_is_no_code_gets_the_one_that_was_meant() {
        for (text, help, instead) in [
            ("UK", "the United Kingdom is `GB`", Some("GB")),
            ("EL", "Greece is `GR`", Some("GR")),
            ("XI", "the United Kingdom is `GB`", Some("GB")),
            ("ZR", "Congo (Democratic Republic of the) is `CD`", Some("CD")),
            ("TP", "Timor-Leste is `TL`", Some("TL")),
            ("DD", "Germany is `DE`", Some("DE")),
            ("cn", "China is `CN`", Some("CN")),
            (" CN", "China is `CN`", Some("CN")),
            ("ＣＮ", "China is `CN`", Some("CN")),
            ("\u{421}N", "China is `CN`", Some("CN")),
            ("CHN", "China is `CN`", Some("CN")),
            ("China", "China is `CN`", Some("CN")),
            ("GERMANY", "Germany is `DE`", Some("DE")),
            ("South Korea", "Korea (Republic of) is `KR`", Some("KR")),
            ("usa", "the United States of America is `US`", Some("US")),
            ("Germny", "perhaps `DE` (Germany)", None),
            (
                "EU",
                "the European Union is no country: write the member state, as in `DE`",
                None,
            ),
            (
                "AN",
                "the Netherlands Antilles are no more: write `CW`, `SX` or `BQ`",
                None,
            ),
            (
                "XQ",
                "a country is written by its two letters of ISO 3166, as in `DE`",
                None,
            ),
            (
                "",
                "a country is written by its two letters of ISO 3166, as in `DE`",
                None,
            ),
            (
                "156",
                "a country is written by its two letters of ISO 3166, as in `DE`",
                None,
            ),
        ] {
            let words = Country::parse(text).unwrap_err().words(text);
            assert_eq!(
                (words.help.as_deref(), words.instead.as_deref()),
                (Some(help), instead),
                "{text:?}"
            );
        }
        for code in ["SU", "YU", "CS", "XK"] {
            assert!(matches!(Country::parse(code), Err(CountryFault::Known(_))), "{code}");
        }
        assert_eq!(
            Country::parse("UK").unwrap_err().words("UK").title,
            "`UK` is no country code"
        );
    }
}
