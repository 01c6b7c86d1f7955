//! Product facts as NDJSON, with the exact answer of each record.
//!
//! Seeded, so that every run measures the same records. Amounts are whole numbers of 10^-13 while they are made, so the
//! answer is worked out in integers from what is about to be written, never from what was read. A tenth of the records
//! lie on the threshold or a hair beside it, some with 13 decimals.

use std::io;
use std::io::Write;

use crate::Licence;
use crate::lists;

/// Decimals of an amount while it is made.
const SCALE: usize = 13;
/// One unit of currency.
const ONE: i128 = 10_i128.pow(13);

const OTHER_MATERIALS: [&str; 20] = [
    "steel",
    "aluminium",
    "copper",
    "abs",
    "fr4",
    "silicon",
    "glass",
    "epoxy",
    "nylon",
    "brass",
    "zinc",
    "tin",
    "rubber",
    "ferrite",
    "neodymium",
    "nickel",
    "gold",
    "titanium",
    "ceramic",
    "paper",
];
const FREE_HEADINGS: [&str; 10] = [
    "8414", "8471", "8473", "8504", "8517", "8536", "8708", "9031", "3926", "7318",
];
const FREE_SUBHEADINGS: [&str; 5] = ["10", "20", "40", "80", "99"];
/// China first.
const COUNTRIES: [&str; 20] = [
    "CN", "DE", "JP", "US", "KR", "TW", "FR", "NL", "IN", "VN", "MX", "PL", "GB", "IT", "MY", "TH", "SG", "BR", "CZ",
    "HU",
];
const FIRMS: [&str; 12] = [
    "Bauer", "Suzuki", "Lopez", "Kowalski", "Nguyen", "Smith", "Rossi", "Dubois", "Tan", "Kim", "Novak", "Silva",
];
const TRADES: [&str; 7] = ["Motors", "Pumps", "Medical", "Tools", "Robotics", "Lighting", "Toys"];
const SUFFIXES: [&str; 5] = ["AG", "KK", "SA", "Sp. z o.o.", "Co"];
/// The first and last days of the periods, and the days beside them.
const DAYS: [&str; 8] = [
    "2025-10-08",
    "2025-10-09",
    "2025-11-06",
    "2025-11-07",
    "2025-11-30",
    "2025-12-01",
    "2026-11-10",
    "2026-11-11",
];

/// Numbers that look random and are the same on every machine (splitmix64).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`.
    fn below(&mut self, end: i128) -> i128 {
        i128::from(self.next() >> 1).rem_euclid(end)
    }

    fn index(&mut self, length: usize) -> usize {
        usize::try_from(self.next() >> 1).unwrap() % length
    }

    fn between(&mut self, low: i128, high: i128) -> i128 {
        low + self.below(high - low + 1)
    }

    fn chance(&mut self, percent: i128) -> bool {
        self.below(100) < percent
    }

    fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.index(from.len())]
    }
}

/// A part while it is made.
struct Part {
    level: usize,
    parent: Option<usize>,
    children: Vec<usize>,
    /// Whether it is a listed material of Chinese origin.
    counts: bool,
    amount: i128,
}

/// A product while it is made.
struct Product {
    parts: Vec<Part>,
    value: i128,
    currency: &'static str,
    made_in: &'static str,
    listed_code: bool,
}

/// A shipment while it is made.
struct Shipment {
    date: String,
    destination: &'static str,
    humanitarian: bool,
    military: bool,
    listed_party: bool,
}

/// Writes so many records.
pub(crate) struct Generator {
    random: Random,
    codes: Vec<&'static str>,
    materials: Vec<&'static str>,
    listed: Vec<&'static str>,
    free_codes: Vec<String>,
    made: u64,
}

impl Generator {
    /// The same seed gives the same records.
    pub(crate) fn new(seed: u64) -> Generator {
        let free_codes = FREE_HEADINGS
            .iter()
            .flat_map(|heading| FREE_SUBHEADINGS.iter().map(move |rest| format!("{heading}.{rest}")));
        Generator {
            random: Random(seed),
            codes: lists::CODES.lines().skip(1).collect(),
            materials: lists::MATERIALS.lines().skip(1).collect(),
            listed: lists::LISTED.lines().skip(1).collect(),
            free_codes: free_codes.collect(),
            made: 0,
        }
    }

    /// Writes the next record as a line and gives its exact answer, and whether its share is exactly the threshold.
    pub(crate) fn record(&mut self, out: &mut impl Write) -> io::Result<(Licence, bool)> {
        let mut product = self.product();
        write!(out, "{{\"id\":\"R{:07}\",\"item\":{{\"name\":", self.made)?;
        let name = (self.random.pick(b"ABCDEFGH"), self.random.between(100, 9998));
        write!(out, "\"Model {}{} assembly\"", char::from(name.0), name.1)?;
        write!(out, ",\"value\":\"{} {}\"", decimal(product.value), product.currency)?;
        product.made_in = self.random.pick(&COUNTRIES);
        product.listed_code = self.random.chance(80);
        let code = if product.listed_code {
            self.random.pick(&self.codes)
        } else {
            let at = self.random.index(self.free_codes.len());
            &self.free_codes[at]
        };
        write!(
            out,
            ",\"made_in\":\"{}\",\"code\":\"{code}\",\"parts\":[",
            product.made_in
        )?;
        let outer: Vec<usize> = (0..product.parts.len())
            .filter(|at| product.parts[*at].parent.is_none())
            .collect();
        self.parts(out, &product, &outer)?;
        write!(out, "]}}")?;
        let shipment = self.shipment(out)?;
        writeln!(out, "}}")?;
        self.made += 1;
        let counted: i128 = outer.iter().map(|at| outermost(&product.parts, *at)).sum();
        let exactly = counted * 1000 == product.value;
        Ok((answer(&product, &shipment, counted), exactly))
    }

    fn product(&mut self) -> Product {
        let random = &mut self.random;
        let currency = random.pick(&["CNY", "CNY", "EUR", "USD"]);
        let mut parts = tree(random);
        for part in &mut parts {
            part.counts = random.chance(35);
            let hundredths = random.between(1, 499_999) * ONE / 10_i128.pow(random.pick(&[0, 1, 2, 2, 2, 3])) / 100;
            part.amount = hundredths - hundredths % (ONE / 1000);
        }
        let style = random.below(1000);
        let value = if style < 100 {
            threshold(random, &mut parts, style < 5)
        } else {
            let sum: i128 = parts.iter().map(|part| part.amount).sum();
            let value = sum * random.pick(&[1, 2, 5, 20, 200, 2000]) + random.below(100) * ONE / 100;
            value - value % (ONE / 100) + ONE / 100
        };
        Product {
            parts,
            value,
            currency,
            made_in: "",
            listed_code: false,
        }
    }

    fn parts(&mut self, out: &mut impl Write, product: &Product, siblings: &[usize]) -> io::Result<()> {
        for (number, at) in siblings.iter().enumerate() {
            let part = &product.parts[*at];
            let (origin, material) = self.origin_and_material(part.counts);
            let comma = if number == 0 { "" } else { "," };
            write!(
                out,
                "{comma}{{\"id\":\"P{}-{at}\",\"material\":\"{material}\"",
                self.made % 997
            )?;
            let code = self.random.index(self.codes.len() + self.free_codes.len());
            let code = self
                .codes
                .get(code)
                .copied()
                .unwrap_or_else(|| &self.free_codes[code - self.codes.len()]);
            write!(out, ",\"code\":\"{code}\",\"origin\":\"{origin}\"")?;
            write!(out, ",\"value\":\"{} {}\"", decimal(part.amount), product.currency)?;
            if self.random.chance(30) {
                write!(out, ",\"mass\":\"{} g\"", self.random.between(1, 9998))?;
            }
            if !part.children.is_empty() {
                write!(out, ",\"parts\":[")?;
                self.parts(out, product, &part.children)?;
                write!(out, "]")?;
            }
            write!(out, "}}")?;
        }
        Ok(())
    }

    fn origin_and_material(&mut self, counts: bool) -> (&'static str, &'static str) {
        let abroad = self.random.pick(&COUNTRIES[1..]);
        let anywhere = self.random.pick(&COUNTRIES);
        let listed = self.random.pick(&self.materials);
        let other = self.random.pick(&OTHER_MATERIALS);
        if counts {
            return ("CN", listed);
        }
        self.random
            .pick(&[("CN", other), (abroad, listed), (anywhere, other), (abroad, other)])
    }

    fn shipment(&mut self, out: &mut impl Write) -> io::Result<Shipment> {
        let random = &mut self.random;
        let kind = random.below(100);
        let (month, day) = (random.between(1, 12), random.between(1, 28));
        let date = if kind < 20 {
            random.pick(&DAYS).to_owned()
        } else {
            let year = if kind < 35 { random.pick(&[2025, 2026]) } else { 2027 };
            format!("{year}-{month:02}-{day:02}")
        };
        let destination = random.pick(&COUNTRIES);
        let purpose = match random.below(20) {
            0 => "repair",
            1 => "exhibition",
            2 => "medical_emergency",
            3 => "public_health_emergency",
            4 => "disaster_relief",
            _ => "commercial",
        };
        write!(
            out,
            ",\"shipment\":{{\"date\":\"{date}\",\"destination\":\"{destination}\",\"purpose\":\"{purpose}\"}}"
        )?;
        let kind = match random.below(18) {
            0 => "government",
            1 => "university",
            2 => "research",
            3 => "military",
            _ => "commercial",
        };
        let listed_party = random.chance(6);
        write!(out, ",\"end_user\":{{\"name\":")?;
        if listed_party {
            write!(out, "\"{}\"", random.pick(&self.listed))?;
        } else {
            let (firm, trade, suffix) = (random.pick(&FIRMS), random.pick(&TRADES), random.pick(&SUFFIXES));
            write!(out, "\"{firm} {trade} {suffix}\"")?;
        }
        write!(
            out,
            ",\"country\":\"{}\",\"kind\":\"{kind}\"}}",
            random.pick(&COUNTRIES)
        )?;
        let end_use = match random.below(19) {
            0 => "industrial",
            1 => "research",
            2 => "military",
            _ => "civil",
        };
        write!(out, ",\"end_use\":\"{end_use}\"")?;
        Ok(Shipment {
            date,
            destination,
            humanitarian: matches!(
                purpose,
                "medical_emergency" | "public_health_emergency" | "disaster_relief"
            ),
            military: kind == "military" || end_use == "military",
            listed_party,
        })
    }
}

/// 3 to 20 parts on up to three levels.
fn tree(random: &mut Random) -> Vec<Part> {
    let levels = random.pick(&[1, 1, 2, 2, 2, 3]);
    let mut parts: Vec<Part> = Vec::new();
    for at in 0..usize::try_from(random.between(3, 20)).unwrap() {
        let around: Vec<usize> = (0..at).filter(|other| parts[*other].level < levels).collect();
        let parent = (levels > 1 && at >= 2 && random.chance(50)).then(|| random.pick(&around));
        if let Some(parent) = parent {
            parts[parent].children.push(at);
        }
        parts.push(Part {
            level: parent.map_or(1, |parent| parts[parent].level + 1),
            parent,
            children: Vec::new(),
            counts: false,
            amount: 0,
        });
    }
    parts
}

/// Makes the parts that count add up to exactly a thousandth of the value, or to a hair more or less; gives the value.
fn threshold(random: &mut Random, parts: &mut [Part], extreme: bool) -> i128 {
    let outer: Vec<usize> = (0..parts.len()).filter(|at| parts[*at].parent.is_none()).collect();
    let wanted = usize::try_from(random.between(1, 4)).unwrap().min(outer.len());
    let first = random.index(outer.len());
    let chosen: Vec<usize> = (0..wanted).map(|step| outer[(first + step) % outer.len()]).collect();
    for part in &mut *parts {
        part.counts = false;
    }
    let (value, hair) = if extreme {
        (random.between(10_i128.pow(15), 9 * 10_i128.pow(15)) * ONE, 1)
    } else {
        let hundredths = random.between(1, 99_999) * random.pick(&[1, 10, 100]) * 100 / random.pick(&[1, 1, 10, 100]);
        (hundredths * ONE / 100, ONE / 1_000_000)
    };
    let total = (value / 1000 + random.pick(&[0, 0, 0, 1, -1]) * hair).max(0);
    let mut cuts: Vec<i128> = (1..wanted).map(|_| random.below(total / hair + 1) * hair).collect();
    cuts.push(total);
    cuts.sort_unstable();
    let mut before = 0;
    for (at, cut) in chosen.into_iter().zip(cuts) {
        parts[at].counts = true;
        parts[at].amount = cut - before;
        before = cut;
    }
    value
}

/// The value of what counts in a part, at the outermost place only.
fn outermost(parts: &[Part], at: usize) -> i128 {
    let part = &parts[at];
    if part.counts {
        part.amount
    } else {
        part.children.iter().map(|child| outermost(parts, *child)).sum()
    }
}

/// What the rule says of it.
fn answer(product: &Product, shipment: &Shipment, counted: i128) -> Licence {
    let date = shipment.date.as_str();
    let first = if product.made_in == "CN" {
        "2025-10-09"
    } else {
        "2025-12-01"
    };
    let suspended = ("2025-11-07"..="2026-11-10").contains(&date);
    let caught = shipment.destination != "CN" && product.listed_code && counted * 1000 >= product.value;
    if date < first || suspended || !caught {
        Licence::Free
    } else if shipment.military {
        Licence::Refused
    } else if shipment.humanitarian {
        Licence::Exempt
    } else if shipment.listed_party {
        Licence::Refused
    } else {
        Licence::Required
    }
}

/// A whole number of 10^-13 as a decimal, without zeros at its end.
fn decimal(amount: i128) -> String {
    let digits = format!("{amount:0width$}", width = SCALE + 1);
    let (whole, fraction) = digits.split_at(digits.len() - SCALE);
    let fraction = fraction.trim_end_matches('0');
    if fraction.is_empty() {
        whole.to_owned()
    } else {
        format!("{whole}.{fraction}")
    }
}
