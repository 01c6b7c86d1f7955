//! The same decision written by hand for exactly these records: what a programmer would ship who knows nothing but this
//! one rule and wants it fast.
//!
//! The records are typed structs with borrowed texts, read by serde; amounts are whole numbers of 10^-15, so the sum and
//! the comparison are exact. It explains nothing, and it knows no unknown value: a key that is left out is an error.

use serde::Deserialize;

use crate::Licence;
use crate::lists;

/// Decimals of an amount.
const SCALE: usize = 15;

#[derive(Deserialize)]
struct Record<'t> {
    item: Item<'t>,
    shipment: Shipment<'t>,
    #[serde(borrow)]
    end_user: Party<'t>,
    end_use: Use,
}

#[derive(Deserialize)]
struct Item<'t> {
    value: &'t str,
    made_in: &'t str,
    code: &'t str,
    #[serde(borrow)]
    parts: Vec<Part<'t>>,
}

#[derive(Deserialize)]
struct Part<'t> {
    material: &'t str,
    origin: &'t str,
    value: &'t str,
    #[serde(borrow, default)]
    parts: Vec<Part<'t>>,
}

#[derive(Deserialize)]
struct Shipment<'t> {
    date: &'t str,
    destination: &'t str,
    purpose: Purpose,
}

#[derive(Deserialize)]
struct Party<'t> {
    name: &'t str,
    kind: Kind,
}

#[derive(Deserialize, PartialEq)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Commercial,
    Government,
    University,
    Research,
    Military,
}

#[derive(Deserialize, PartialEq)]
#[serde(rename_all = "snake_case")]
enum Use {
    Civil,
    Industrial,
    Research,
    Military,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Purpose {
    Commercial,
    Repair,
    Exhibition,
    MedicalEmergency,
    PublicHealthEmergency,
    DisasterRelief,
}

/// The lists, sorted.
pub(crate) struct Peer {
    materials: Vec<&'static str>,
    codes: Vec<&'static str>,
    listed: Vec<&'static str>,
}

impl Peer {
    /// Reads the lists.
    pub(crate) fn new() -> Peer {
        let sorted = |csv: &'static str| {
            let mut lines: Vec<&str> = csv.lines().skip(1).collect();
            lines.sort_unstable();
            lines
        };
        Peer {
            materials: sorted(lists::MATERIALS),
            codes: sorted(lists::CODES),
            listed: sorted(lists::LISTED),
        }
    }

    /// Decides the record that stands on this line; `None` if it cannot be read.
    pub(crate) fn decide(&self, line: &[u8]) -> Option<Licence> {
        let record: Record<'_> = serde_json::from_slice(line).ok()?;
        let (item, shipment) = (&record.item, &record.shipment);
        let first = if item.made_in == "CN" {
            "2025-10-09"
        } else {
            "2025-12-01"
        };
        let suspended = ("2025-11-07"..="2026-11-10").contains(&shipment.date);
        if shipment.date < first
            || suspended
            || shipment.destination == "CN"
            || self.codes.binary_search(&item.code).is_err()
        {
            return Some(Licence::Free);
        }
        let (value, currency) = amount(item.value)?;
        if self.outermost(&item.parts, currency)?.checked_mul(1000)? < value {
            return Some(Licence::Free);
        }
        let military = record.end_user.kind == Kind::Military || record.end_use == Use::Military;
        let humanitarian = matches!(
            shipment.purpose,
            Purpose::MedicalEmergency | Purpose::PublicHealthEmergency | Purpose::DisasterRelief
        );
        Some(if military {
            Licence::Refused
        } else if humanitarian {
            Licence::Exempt
        } else if self.listed.binary_search(&record.end_user.name).is_ok() {
            Licence::Refused
        } else {
            Licence::Required
        })
    }

    /// The value of what counts, at the outermost place only, all in one currency.
    fn outermost(&self, parts: &[Part<'_>], currency: &str) -> Option<i128> {
        let mut sum: i128 = 0;
        for part in parts {
            let inside = if part.origin == "CN" && self.materials.binary_search(&part.material).is_ok() {
                let (value, own) = amount(part.value)?;
                (own == currency).then_some(value)?
            } else {
                self.outermost(&part.parts, currency)?
            };
            sum = sum.checked_add(inside)?;
        }
        Some(sum)
    }
}

/// `12.5 CNY` as a whole number of 10^-15, and its currency.
fn amount(text: &str) -> Option<(i128, &str)> {
    let (number, currency) = text.split_once(' ')?;
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let missing = SCALE.checked_sub(fraction.len())?;
    let mut digits: i128 = 0;
    for byte in whole.bytes().chain(fraction.bytes()) {
        let digit = byte.is_ascii_digit().then(|| byte.wrapping_sub(b'0'))?;
        digits = digits.checked_mul(10)?.checked_add(i128::from(digit))?;
    }
    let amount = digits.checked_mul(10_i128.checked_pow(u32::try_from(missing).ok()?)?)?;
    Some((amount, currency))
}
