//! Currencies: the codes of ISO 4217, and what is meant by signs and codes that are none.
//!
//! The codes are those of `data/currencies.csv`: how many decimals its smallest unit has, and, for a currency that
//! went out of use, its last year and what took its place. Codes that went out of use before 2025, the year in which
//! the earliest rules begin, are refused; later ones may still stand in contracts. Language reference: "Types and
//! values".

use std::fmt;
use std::sync::LazyLock;

use crate::text;
use crate::value::fault::FaultKind;
use crate::value::fault::FaultWords;

/// The first year whose contracts are read.
const FIRST_YEAR: u16 = 2025;

/// A currency, by its place in the list; in the order of the codes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Currency(u16);

/// Why a text is no currency code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum CurrencyFault {
    /// This currency was certainly meant.
    Meant(Currency),
    /// A sign or a word that several currencies share; the text says what to write.
    Shared(&'static str),
    /// It went out of use.
    Withdrawn {
        /// What it was.
        name: &'static str,
        /// Its last year.
        last_year: u16,
        /// What took its place.
        instead: &'static str,
    },
    /// These currencies may have been meant.
    Perhaps(Vec<Currency>),
    /// Nothing like it is known.
    Unknown,
}

/// One line of the list.
struct Entry {
    code: &'static str,
    minor: Option<u8>,
    /// The last year, and the code of what took its place.
    end: Option<(u16, &'static str)>,
    name: &'static str,
}

/// The list, and the codes that are read.
struct List {
    entries: Vec<Entry>,
    /// For each triple of capital letters the place of its entry plus one; 0 if it is not read. Every amount of money
    /// in facts is looked up here.
    places: Vec<u16>,
}

static LIST: LazyLock<List> = LazyLock::new(|| {
    let entries: Vec<Entry> = include_str!("data/currencies.csv")
        .lines()
        .skip(1)
        .filter_map(entry)
        .collect();
    let is_read = |entry: &Entry| {
        !NO_MONEY.contains(&entry.code) && entry.end.is_none_or(|(last_year, _)| last_year >= FIRST_YEAR)
    };
    let mut places = vec![0; 26 * 26 * 26];
    for (entry, place) in entries.iter().zip(1..).filter(|(entry, _)| is_read(entry)) {
        if let Some(slot) = place_of(entry.code).and_then(|at| places.get_mut(at)) {
            *slot = place;
        }
    }
    List { entries, places }
});

/// Where three capital letters stand among all triples.
fn place_of(code: &str) -> Option<usize> {
    let &[first, second, third] = code.as_bytes() else {
        return None;
    };
    let letter = |byte: u8| byte.is_ascii_uppercase().then(|| usize::from(byte.wrapping_sub(b'A')));
    let pair = letter(first)?.checked_mul(26)?.checked_add(letter(second)?)?;
    pair.checked_mul(26)?.checked_add(letter(third)?)
}

fn entry(line: &'static str) -> Option<Entry> {
    let mut cells = line.splitn(5, ',');
    let (code, minor) = (cells.next()?, cells.next()?.parse().ok());
    let (last_year, instead) = (cells.next()?.parse().ok(), cells.next()?);
    Some(Entry {
        code,
        minor,
        end: last_year.map(|year| (year, instead)),
        name: cells.next()?,
    })
}

/// Codes of ISO 4217 that name no money.
const NO_MONEY: &[&str] = &["XTS", "XXX"];

/// Signs and words with the currency that is meant.
const OTHER_NAMES: &[(&str, &str)] = &[
    ("€", "EUR"),
    ("EURO", "EUR"),
    ("EUROS", "EUR"),
    ("US$", "USD"),
    ("USD$", "USD"),
    ("RMB", "CNY"),
    ("CNH", "CNY"),
    ("YUAN", "CNY"),
    ("RENMINBI", "CNY"),
    ("CN¥", "CNY"),
    ("元", "CNY"),
    ("人民币", "CNY"),
    ("YEN", "JPY"),
    ("JP¥", "JPY"),
    ("円", "JPY"),
    ("STG", "GBP"),
    ("UKP", "GBP"),
    ("STERLING", "GBP"),
    ("NTD", "TWD"),
    ("NT$", "TWD"),
    ("HK$", "HKD"),
    ("A$", "AUD"),
    ("C$", "CAD"),
    ("CA$", "CAD"),
    ("S$", "SGD"),
    ("R$", "BRL"),
    ("SFR", "CHF"),
    ("FR.", "CHF"),
    ("₩", "KRW"),
    ("WON", "KRW"),
    ("₹", "INR"),
    ("₽", "RUB"),
    ("₺", "TRY"),
    ("₪", "ILS"),
    ("NIS", "ILS"),
    ("ZŁ", "PLN"),
    ("KČ", "CZK"),
    ("₫", "VND"),
    ("฿", "THB"),
];

/// Signs and words that several currencies share.
const SHARED: &[(&str, &str)] = &[
    ("$", "`$` is the sign of many currencies: write `USD` for the US dollar"),
    ("DOLLAR", "many currencies are dollars: write `USD` for the US dollar"),
    ("DOLLARS", "many currencies are dollars: write `USD` for the US dollar"),
    ("¥", "`¥` is the sign of two currencies: write `CNY` or `JPY`"),
    ("￥", "`￥` is the sign of two currencies: write `CNY` or `JPY`"),
    (
        "£",
        "`£` is the sign of many currencies: write `GBP` for the pound sterling",
    ),
    (
        "POUND",
        "many currencies are pounds: write `GBP` for the pound sterling",
    ),
    (
        "POUNDS",
        "many currencies are pounds: write `GBP` for the pound sterling",
    ),
    (
        "KR",
        "`kr` is the sign of several currencies: write `SEK`, `NOK`, `DKK` or `ISK`",
    ),
];

impl Currency {
    /// The currency with this code.
    pub(crate) fn parse(text: &str) -> Result<Currency, CurrencyFault> {
        Currency::of_code(text).ok_or_else(|| diagnose(text))
    }

    fn of_code(code: &str) -> Option<Currency> {
        LIST.places.get(place_of(code)?)?.checked_sub(1).map(Currency)
    }

    /// All currencies that are read, in the order of their codes.
    pub(crate) fn all() -> impl Iterator<Item = Currency> {
        LIST.places
            .iter()
            .filter_map(|place| place.checked_sub(1).map(Currency))
    }

    fn entry(self) -> Option<&'static Entry> {
        LIST.entries.get(usize::from(self.0))
    }

    /// `EUR`
    pub(crate) fn code(self) -> &'static str {
        self.entry().map_or("", |entry| entry.code)
    }

    /// `Euro`
    pub(crate) fn name(self) -> &'static str {
        self.entry().map_or("", |entry| entry.name)
    }

    /// How many decimals its smallest unit has; 0 where there is none.
    pub(crate) fn minor_digits(self) -> u8 {
        self.entry().and_then(|entry| entry.minor).unwrap_or(0)
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.code())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// What a text that is no currency code may have meant.
#[cold]
fn diagnose(text: &str) -> CurrencyFault {
    if text.len() > 100 {
        return CurrencyFault::Unknown;
    }
    if let Some(entry) = LIST.entries.iter().find(|entry| entry.code == text)
        && let Some((last_year, instead)) = entry.end
    {
        return CurrencyFault::Withdrawn {
            name: entry.name,
            last_year,
            instead,
        };
    }
    let trimmed = text.trim();
    let pick =
        |pairs: &[(&str, &'static str)], word: &str| pairs.iter().find(|(from, _)| *from == word).map(|(_, to)| *to);
    let plain = text::plain_ascii(trimmed).unwrap_or_else(|| trimmed.to_owned());
    for upper in [trimmed.to_uppercase(), plain.to_uppercase()] {
        if let Some(help) = pick(SHARED, &upper) {
            return CurrencyFault::Shared(help);
        }
        if let Some(currency) = Currency::of_code(pick(OTHER_NAMES, &upper).unwrap_or(&upper)) {
            return CurrencyFault::Meant(currency);
        }
    }
    let lower = trimmed.to_lowercase();
    if let Some(currency) = Currency::all().find(|currency| currency.name().to_lowercase() == lower) {
        return CurrencyFault::Meant(currency);
    }
    let codes = Currency::all().map(Currency::code);
    let perhaps: Vec<Currency> = match plain.chars().count() {
        3 => text::did_you_mean(&plain.to_uppercase(), codes.filter(|code| COMMON.contains(code))),
        _ => Vec::new(),
    }
    .into_iter()
    .filter_map(Currency::of_code)
    .collect();
    if perhaps.is_empty() {
        CurrencyFault::Unknown
    } else {
        CurrencyFault::Perhaps(perhaps)
    }
}

/// Currencies that are offered for a misspelt code: with all of them, nearly every code has a neighbour.
const COMMON: &[&str] = &[
    "AUD", "CAD", "CHF", "CNY", "EUR", "GBP", "HKD", "INR", "JPY", "KRW", "MXN", "NOK", "PLN", "SEK", "SGD", "TWD",
    "USD",
];

impl CurrencyFault {
    /// The words about this fault of this text.
    pub(crate) fn words(&self, text: &str) -> FaultWords {
        let words = FaultWords::new(
            FaultKind::Currency,
            format!("`{}` is no currency code", text::brief(text)),
        );
        match self {
            CurrencyFault::Meant(currency) => words.instead(currency.code()),
            CurrencyFault::Shared(help) => words.help(*help),
            CurrencyFault::Withdrawn {
                name,
                last_year,
                instead,
            } => FaultWords::new(
                FaultKind::Currency,
                format!("`{}` is no currency any more", text::brief(text)),
            )
            .help(format!(
                "the {name} was last used in {last_year}; `{instead}` took its place"
            )),
            CurrencyFault::Perhaps(currencies) => {
                let offered: Vec<String> = currencies
                    .iter()
                    .map(|currency| format!("`{currency}` ({})", currency.name()))
                    .collect();
                words.help(format!("perhaps {}", text::list_or(&offered)))
            }
            CurrencyFault::Unknown => words.help("a currency is written by its three letters of ISO 4217, as in `EUR`"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    use iso_currency::IntoEnumIterator;

    #[test]
    fn the_list_holds_iso_4217_with_its_decimals() {
        assert!(LIST.entries.is_sorted_by(|a, b| a.code < b.code));
        for theirs in iso_currency::Currency::iter() {
            let code = theirs.code();
            let entry = LIST
                .entries
                .iter()
                .find(|entry| entry.code == code)
                .unwrap_or_else(|| panic!("{code} is missing"));
            assert_eq!(entry.minor.map(u16::from), theirs.exponent(), "{code}");
        }
        for (code, minor) in [("JPY", 0), ("BHD", 3), ("CLF", 4), ("EUR", 2), ("XAU", 0)] {
            assert_eq!(Currency::parse(code).unwrap().minor_digits(), minor, "{code}");
        }
        for entry in &LIST.entries {
            if let Some((_, instead)) = entry.end {
                assert!(
                    LIST.entries
                        .iter()
                        .any(|other| other.code == instead && other.end.is_none()),
                    "{}",
                    entry.code
                );
            }
        }
        for currency in Currency::all() {
            assert_eq!(Currency::parse(currency.code()), Ok(currency));
        }
    }

    #[test]
    fn what_is_no_code_gets_the_one_that_was_meant() {
        for (text, help, instead) in [
            ("eur", "write `EUR`", Some("EUR")),
            ("Eur", "write `EUR`", Some("EUR")),
            ("€", "write `EUR`", Some("EUR")),
            ("ＵＳＤ", "write `USD`", Some("USD")),
            ("RMB", "write `CNY`", Some("CNY")),
            ("CNH", "write `CNY`", Some("CNY")),
            ("rmb", "write `CNY`", Some("CNY")),
            ("US$", "write `USD`", Some("USD")),
            ("Swiss franc", "write `CHF`", Some("CHF")),
            (
                "$",
                "`$` is the sign of many currencies: write `USD` for the US dollar",
                None,
            ),
            ("¥", "`¥` is the sign of two currencies: write `CNY` or `JPY`", None),
            (
                "HRK",
                "the Croatian kuna was last used in 2022; `EUR` took its place",
                None,
            ),
            (
                "DEM",
                "the German mark was last used in 2001; `EUR` took its place",
                None,
            ),
            ("USX", "perhaps `USD` (US dollar)", None),
            (
                "XXX",
                "a currency is written by its three letters of ISO 4217, as in `EUR`",
                None,
            ),
            (
                "kg",
                "a currency is written by its three letters of ISO 4217, as in `EUR`",
                None,
            ),
            (
                "",
                "a currency is written by its three letters of ISO 4217, as in `EUR`",
                None,
            ),
        ] {
            let words = Currency::parse(text).unwrap_err().words(text);
            assert_eq!(
                (words.help.as_deref(), words.instead.as_deref()),
                (Some(help), instead),
                "{text:?}"
            );
        }
        assert!(Currency::parse("BGN").is_ok(), "last used in 2025");
    }
}
