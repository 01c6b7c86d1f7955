//! Numbers from text, strictly: `-`, digits, a point, digits; and what is wrong with everything else.
//!
//! `1_000`, `+1`, `1.`, `1e-3`, `1,5` and `1 000` are all refused, each with what to write: that a number is read as
//! something else than was meant is how wrong decisions are made.

use std::ops::Range;

use dashu_int::IBig;
use dashu_int::Sign;
use dashu_int::UBig;
use dashu_ratio::RBig;

use crate::text;
use crate::value::fault::FaultKind;
use crate::value::fault::FaultWords;
use crate::value::number::MOST_BITS;
use crate::value::number::Number;
use crate::value::number::power;
use crate::value::number::ratio;

/// Most digits that an `i128` holds whatever they are.
const SMALL_DIGITS: usize = 38;

/// Longest text, in bytes, for which it is said what to write.
const LONGEST_SUGGESTION: usize = 80;

/// Why a text is no number, or why an operation has no result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NumberFault {
    /// Nothing is written.
    Empty,
    /// A comma at this byte.
    Comma(usize),
    /// An exponent at this byte: `1e-3`.
    Exponent(usize),
    /// Digits grouped by a blank, `_`, `'` or points; the first of them at this byte.
    Grouping(usize),
    /// A sign at this byte that is no single leading `-`.
    Sign(usize),
    /// A point at this byte without a digit on each side.
    Point(usize),
    /// More digits before, or after, the point than this.
    TooManyDigits(usize),
    /// Something else at this byte.
    NotANumber(usize),
    /// A division by zero.
    DivisionByZero,
    /// The result needs more bits than are allowed.
    TooLarge,
}

impl Number {
    /// The number that a text says: `[-]digits[.digits]`, at most so many digits before and after the point.
    pub(crate) fn parse(text: &str, max_digits: usize) -> Result<Number, NumberFault> {
        let (negative, digits) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let mut mantissa = Digits::default();
        let mut point = None;
        for (index, byte) in digits.bytes().enumerate() {
            match byte {
                b'0'..=b'9' => mantissa.push(byte.wrapping_sub(b'0')),
                b'.' if point.is_none() => point = Some(index),
                _ => return Err(diagnose(text)),
            }
        }
        let mantissa = mantissa.finish();
        let before = point.unwrap_or(digits.len());
        let after = point.map_or(0, |point| digits.len().saturating_sub(point).saturating_sub(1));
        if before == 0 || point.is_some() && after == 0 {
            return Err(diagnose(text));
        }
        if before > max_digits || after > max_digits {
            return Err(NumberFault::TooManyDigits(max_digits));
        }
        let mantissa = if negative { mantissa.wrapping_neg() } else { mantissa };
        match u8::try_from(after) {
            Ok(scale) if before.saturating_add(after) <= SMALL_DIGITS => Ok(Number::decimal(mantissa, scale)),
            _ => parse_big(digits, after, negative),
        }
    }
}

/// Digits as a number. Most numbers fit into 64 bits, in which counting is several times as fast as in 128.
#[derive(Default)]
struct Digits {
    high: i128,
    low: u64,
    /// How many digits stand in `low`.
    count: u8,
}

impl Digits {
    /// So many digits always fit into `low`.
    const MOST: u8 = 18;

    fn push(&mut self, digit: u8) {
        if self.count == Digits::MOST {
            self.high = self.all();
            self.low = 0;
            self.count = 0;
        }
        self.low = self.low.wrapping_mul(10).wrapping_add(u64::from(digit));
        self.count = self.count.wrapping_add(1);
    }

    /// Wraps only beyond 38 digits, and then it is not used.
    fn all(&self) -> i128 {
        let power = power(self.count).unwrap_or(1);
        self.high.wrapping_mul(power).wrapping_add(i128::from(self.low))
    }

    fn finish(self) -> i128 {
        if self.high == 0 {
            i128::from(self.low)
        } else {
            self.all()
        }
    }
}

/// Digits with a point, however many.
fn parse_big(digits: &str, after: usize, negative: bool) -> Result<Number, NumberFault> {
    let whole: String = digits.chars().filter(char::is_ascii_digit).collect();
    let mantissa = UBig::from_str_radix(&whole, 10).map_err(|_| NumberFault::NotANumber(0))?;
    let sign = if negative { Sign::Negative } else { Sign::Positive };
    let mantissa = IBig::from_parts(sign, mantissa);
    ratio::from_big(RBig::from_parts(mantissa, UBig::from(10_u8).pow(after)))
}

/// What is wrong with a text that is no number.
#[cold]
fn diagnose(text: &str) -> NumberFault {
    if text.trim().is_empty() {
        return NumberFault::Empty;
    }
    let mut points = text.match_indices('.').map(|(at, _)| at);
    let first_point = points.next();
    if let (Some(first), Some(_)) = (first_point, points.next())
        && text
            .chars()
            .all(|character| character.is_ascii_digit() || character == '.')
    {
        return NumberFault::Grouping(first);
    }
    let mut before = None;
    let mut characters = text.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        let digit_after = characters.peek().is_some_and(|(_, next)| next.is_ascii_digit());
        let digit_before = before.is_some_and(|character: char| character.is_ascii_digit());
        match character {
            ',' => return NumberFault::Comma(at),
            'e' | 'E'
                if digit_before
                    && characters
                        .peek()
                        .is_some_and(|(_, next)| "+-0123456789".contains(*next)) =>
            {
                return NumberFault::Exponent(at);
            }
            ' ' | '_' | '\'' | '\u{2019}' | '\u{a0}' | '\u{2009}' | '\u{202f}' if digit_before && digit_after => {
                return NumberFault::Grouping(at);
            }
            '-' if at == 0 && (digit_after || text.starts_with("-.")) => {}
            '+' | '-' | '\u{2212}' | '\u{2013}' => return NumberFault::Sign(at),
            '.' if first_point != Some(at) || !digit_before || !digit_after => return NumberFault::Point(at),
            '.' | '0'..='9' => {}
            _ => return NumberFault::NotANumber(at),
        }
        before = Some(character);
    }
    NumberFault::NotANumber(0)
}

impl NumberFault {
    /// Where in the text, if it is a fault of a text.
    fn offset(self) -> Option<usize> {
        match self {
            NumberFault::Comma(at)
            | NumberFault::Exponent(at)
            | NumberFault::Grouping(at)
            | NumberFault::Sign(at)
            | NumberFault::Point(at)
            | NumberFault::NotANumber(at) => Some(at),
            NumberFault::Empty
            | NumberFault::TooManyDigits(_)
            | NumberFault::DivisionByZero
            | NumberFault::TooLarge => None,
        }
    }

    /// The words about this fault of this text.
    pub(crate) fn words(self, text: &str) -> FaultWords {
        self.words_with(text, str::to_owned)
    }

    /// The words about this fault of a number that is part of a text: what makes the whole of a better number.
    pub(crate) fn words_with(self, text: &str, whole: impl Fn(&str) -> String) -> FaultWords {
        let title = match self {
            NumberFault::Empty => "nothing is written where a number belongs".to_owned(),
            NumberFault::Comma(_) => "a comma in a number".to_owned(),
            NumberFault::Exponent(_) => "an exponent in a number".to_owned(),
            NumberFault::Grouping(_) => "digits in groups".to_owned(),
            NumberFault::Sign(_) => "a sign that no number has".to_owned(),
            NumberFault::Point(_) => "a point without a digit on each side".to_owned(),
            NumberFault::TooManyDigits(limit) => format!("more than {limit} digits before or after the point"),
            NumberFault::NotANumber(_) => format!("`{}` is no number", text::brief(text)),
            NumberFault::DivisionByZero => "a division by zero".to_owned(),
            NumberFault::TooLarge => format!("a number of more than {MOST_BITS} bits"),
        };
        let words = FaultWords::new(FaultKind::Number, title);
        let words = match self.offset().and_then(|at| character_at(text, at)) {
            Some(at) => words.at(at),
            None => words,
        };
        match self.instead(text) {
            Instead::Nothing => words,
            Instead::Certain(number) => words.instead(whole(&number)),
            Instead::Either(one, other) => words.help(format!("write `{}` or `{}`", whole(&one), whole(&other))),
            Instead::Help(help) => words.help(help),
        }
    }

    fn instead(self, text: &str) -> Instead {
        if text.len() > LONGEST_SUGGESTION {
            return Instead::Nothing;
        }
        match self {
            NumberFault::Comma(_) => without_commas(text),
            NumberFault::Exponent(at) => without_exponent(text, at)
                .map_or_else(|| Instead::Help("write all its digits".to_owned()), Instead::Certain),
            NumberFault::Grouping(_) => {
                let digits: String = text
                    .chars()
                    .filter(|character| character.is_ascii_digit() || *character == '-')
                    .collect();
                let keeps_point = text.matches('.').count() == 1;
                let number = if keeps_point {
                    kept(text, |character| character == '.')
                } else {
                    digits
                };
                certain(number)
            }
            NumberFault::Sign(_) => certain(kept(&text.replace(['\u{2212}', '\u{2013}'], "-"), |c| {
                matches!(c, '.' | '-')
            })),
            NumberFault::Point(_) => {
                let number = text.strip_suffix('.').unwrap_or(text);
                let number = match number.strip_prefix("-.") {
                    Some(rest) => format!("-0.{rest}"),
                    None if number.starts_with('.') => format!("0{number}"),
                    None => number.to_owned(),
                };
                certain(number)
            }
            NumberFault::NotANumber(_) => match text::plain_ascii(text.trim()) {
                Some(plain) if plain != text => certain(plain),
                Some(_) | None => {
                    Instead::Help("a number has digits, and a point before its fraction: `1200`, `16.80`".to_owned())
                }
            },
            NumberFault::Empty
            | NumberFault::TooManyDigits(_)
            | NumberFault::DivisionByZero
            | NumberFault::TooLarge => Instead::Nothing,
        }
    }
}

/// What to write in place of a text.
enum Instead {
    Nothing,
    Certain(String),
    Either(String, String),
    Help(String),
}

/// This text, if it is a number.
fn certain(text: String) -> Instead {
    match Number::parse(&text, usize::MAX) {
        Ok(_) => Instead::Certain(text),
        Err(_) => Instead::Nothing,
    }
}

/// The digits of a text, and what else is to be kept.
fn kept(text: &str, also: impl Fn(char) -> bool) -> String {
    text.chars()
        .filter(|character| character.is_ascii_digit() || also(*character))
        .collect()
}

/// `16,80` is `16.80`; `1,200.50` is `1200.50`; `1.200,50` too; `1,200` may be either.
fn without_commas(text: &str) -> Instead {
    let commas = text.matches(',').count();
    let as_point = || kept(&text.replace('.', "").replace(',', "."), |c| matches!(c, '.' | '-'));
    let as_group = || kept(text, |c| matches!(c, '.' | '-'));
    match (commas, text.find('.'), text.find(',')) {
        (1, Some(point), Some(comma)) if point < comma => certain(as_point()),
        (1, None, Some(comma)) => {
            let after = text.get(comma..).map_or(0, |rest| rest.len().saturating_sub(1));
            match (certain(as_group()), certain(as_point())) {
                (Instead::Certain(group), Instead::Certain(point)) if after == 3 && !text.starts_with('0') => {
                    Instead::Either(point, group)
                }
                (_, point) => point,
            }
        }
        _ => certain(as_group()),
    }
}

/// `1e-3` is `0.001`.
fn without_exponent(text: &str, at: usize) -> Option<String> {
    let mantissa = Number::parse(text.get(..at)?, SMALL_DIGITS).ok()?;
    let exponent: i8 = text.get(at..)?.get(1..)?.parse().ok()?;
    let power = ratio::from_big(RBig::from(UBig::from(10_u8).pow(usize::from(exponent.unsigned_abs())))).ok()?;
    let number = if exponent < 0 {
        mantissa.div(&power)
    } else {
        mantissa.mul(&power)
    };
    number.ok()?.to_decimal_text()
}

/// The bytes of the character that begins here.
fn character_at(text: &str, at: usize) -> Option<Range<usize>> {
    let character = text.get(at..)?.chars().next()?;
    Some(at..at.saturating_add(character.len_utf8()))
}
