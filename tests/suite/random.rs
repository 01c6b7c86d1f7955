//! Random records of facts for `tests/language/shared`, whole and with gaps, and the same in another order.
//!
//! proptest draws one seed; everything here follows from it, so a failure is repeated by its seed alone.

use serde_json::Map;
use serde_json::Value;
use serde_json::json;

/// A source of numbers: xorshift, enough to shuffle.
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Dice {
        Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 16
    }

    /// A number below this one.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.next()).unwrap() % bound
    }

    /// Once in so many times.
    pub(crate) fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    /// One of these.
    pub(crate) fn pick<T: Clone>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())].clone()
    }

    /// The same in another order.
    pub(crate) fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last + 1));
        }
    }
}

/// A record in which everything is stated.
pub(crate) fn record(dice: &mut Dice) -> Value {
    let parties: Vec<Value> = (1..=2 + dice.below(3)).map(|number| party(dice, number)).collect();
    let names = parties.iter().map(|party| party["name"].clone()).collect::<Vec<_>>();
    let count = parties.len();
    let uses: Vec<Value> = (0..dice.below(3))
        .map(|_| json!({ "kind": dice.pick(&["wmd", "military_use", "disaster_relief", "disaster_relief", "other_use"]) }))
        .collect();
    let mut number = 0;
    let items: Vec<Value> = (0..=dice.below(2)).map(|_| article(dice, 0, &mut number)).collect();
    let dates = [
        "2025-10-08",
        "2025-10-09",
        "2025-11-06",
        "2025-11-07",
        "2025-12-01",
        "2026-11-10",
        "2026-12-01",
        "2027-02-01",
    ];
    let answers: Vec<Value> = names
        .iter()
        .filter(|name| **name != "Red Star Co")
        .filter(|_| !dice.once_in(4))
        .map(|name| json!({ "list": "law.control_list.name", "value": name, "is_in": false, "$date": "2027-12-31" }))
        .collect();
    let mut answered: Vec<Value> = Vec::new();
    for answer in answers {
        if !answered.contains(&answer) {
            answered.push(answer);
        }
    }
    json!({
        "shipment": {
            "date": dice.pick(&dates),
            "from": dice.pick(&["VN", "VN", "JP", "CN"]),
            "destination": dice.pick(&["KR", "US", "CN"]),
            "importer": format!("P{}", 1 + dice.below(count)),
            "end_user": format!("P{}", 1 + dice.below(count)),
            "uses": uses,
            "report_sent": dice.pick(&[Value::Null, json!("2026-12-31")]),
            "items": items,
        },
        "parties": parties,
        "$answers": answered,
    })
}

fn party(dice: &mut Dice, number: usize) -> Value {
    let holders: Vec<Value> = (0..dice.below(3))
        .map(|_| json!({ "party": format!("P{}", 1 + dice.below(2)), "share": dice.pick(&["20%", "49.99%", "50%"]) }))
        .collect();
    json!({
        "id": format!("P{number}"),
        "name": dice.pick(&["Red Star Co", "Hanil", "Daehan", "Nippon"]),
        "country": dice.pick(&["KR", "JP", "CN"]),
        "kind": dice.pick(&["civil", "civil", "military"]),
        "holders": holders,
    })
}

fn article(dice: &mut Dice, depth: usize, number: &mut usize) -> Value {
    *number += 1;
    let id = format!("A{number}");
    let prices: &[&str] = match depth {
        0 => &["10000 USD", "10000 USD", "100 USD", "0 USD"],
        _ => &["10 USD", "9.996 USD", "5 USD", "100 USD", "0 USD", "70 CNY"],
    };
    let lines: &[&str] = match depth {
        0 => &["2.3", "2.3", "2.1", "2.9", "1.13", ""],
        _ => &["1.12", "1.13", "1.13", "1", "2.3", ""],
    };
    let line = match dice.pick(lines) {
        "" => Value::Null,
        line => json!(line),
    };
    let made_in = dice.pick(&[json!("VN"), json!("JP"), json!("CN"), Value::Null]);
    let technology: Vec<Value> = (0..dice.below(2))
        .map(|_| json!({ "origin": dice.pick(&["CN", "JP"]) }))
        .collect();
    let parts = if depth < 3 { dice.below(4 - depth) } else { 0 };
    let parts: Vec<Value> = (0..parts).map(|_| article(dice, depth + 1, number)).collect();
    json!({
        "id": id,
        "hs": dice.pick(&["8505", "8505.11", "8505.11.00", "2846.90"]),
        "line": line,
        "made_in": made_in,
        "origin": dice.pick(&["CN", "CN", "VN", "JP"]),
        "price": dice.pick(prices),
        "technology": technology,
        "parts": parts,
    })
}

/// The same record with gaps: about one key in so many is left out. Keys by which records are known stay.
pub(crate) fn with_gaps(value: &Value, dice: &mut Dice, one_in: usize) -> Value {
    match value {
        Value::Object(fields) => {
            let kept = fields
                .iter()
                .filter(|(key, _)| *key == "id" || key.starts_with('$') || *key == "shipment" || !dice.once_in(one_in))
                .map(|(key, field)| (key.clone(), field.clone()))
                .collect::<Vec<_>>();
            let kept = kept.into_iter().map(|(key, field)| {
                let field = if key.starts_with('$') {
                    field
                } else {
                    with_gaps(&field, dice, one_in)
                };
                (key, field)
            });
            Value::Object(kept.collect::<Map<String, Value>>())
        }
        Value::Array(items) => items.iter().map(|item| with_gaps(item, dice, one_in)).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.clone(),
    }
}

/// The record as JSON on one line, with keys and list elements in another order.
pub(crate) fn shuffled(value: &Value, dice: &mut Dice) -> String {
    match value {
        Value::Object(fields) => {
            let mut fields: Vec<(&String, &Value)> = fields.iter().collect();
            dice.shuffle(&mut fields);
            let fields: Vec<String> = fields
                .iter()
                .map(|(key, field)| format!("{}: {}", json!(key), shuffled(field, dice)))
                .collect();
            format!("{{ {} }}", fields.join(", "))
        }
        Value::Array(items) => {
            let mut items: Vec<&Value> = items.iter().collect();
            dice.shuffle(&mut items);
            let items: Vec<String> = items.iter().map(|item| shuffled(item, dice)).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.to_string(),
    }
}
