//! Conversion by rates, codes cut to a level, the only element, one sum for each key.
//!
//! Into its own currency an amount converts to itself, and nothing to nothing, whatever the day. Otherwise the rate of
//! the pair is taken, and where there is none that is known the inverse of the other way. Language reference:
//! "Conversion", "Quantifiers, aggregates".

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::diagnostic::Code;
use crate::plan::Conversion;
use crate::plan::ExprId;
use crate::plan::Separately;
use crate::value::CauseId;
use crate::value::CodeRelation;
use crate::value::Currency;
use crate::value::Number;
use crate::value::Possible;
use crate::value::Value;

use super::Cause;
use super::Evaluation;
use super::Frame;
use super::cause::Failure;
use super::lists::Item;
use super::lists::stranger;

/// The rate by which an amount is converted.
#[derive(Clone, Debug)]
pub(super) enum Rate {
    /// The rate of the pair: the expression that looks it up.
    Forward(Number, ExprId),
    /// The rate of the other way.
    Inverse(Number, ExprId),
    /// None is needed.
    Same,
}

impl<'a> Evaluation<'a> {
    /// `p.price converted to CNY by rates on shipment.date`
    pub(super) fn convert(&mut self, frame: Frame, conversion: &'a Conversion, at: ExprId) -> Possible {
        let (amount, to, rate) = match self.rate(frame, conversion, at) {
            Ok(found) => found,
            Err(cause) => return Possible::Open(cause),
        };
        let (result, rate) = match rate {
            Rate::Same => return Possible::Known(amount),
            Rate::Forward(rate, _) => (crate::ops::multiply(&amount, &Value::Number(rate.clone())), rate),
            Rate::Inverse(rate, _) => (crate::ops::divide(&amount, &Value::Number(rate.clone())), rate),
        };
        match (result, to) {
            (Ok(Value::Money(number, _)), Some(to)) => Possible::Known(Value::money(number, to)),
            (Ok(_), _) => self.fault(at),
            (Err(fault), _) => self.computed(Err(fault), at, Some((amount, Value::Number(rate)))),
        }
    }

    /// The amount, the currency that is wanted, and the rate; why one of them is open.
    pub(super) fn rate(
        &mut self,
        frame: Frame,
        conversion: &'a Conversion,
        at: ExprId,
    ) -> Result<(Value, Option<Currency>, Rate), CauseId> {
        let amount = match self.value(frame, conversion.amount) {
            Possible::Known(amount) => amount,
            Possible::Open(cause) => return Err(cause),
        };
        let to = self.value(frame, conversion.to);
        let (from, to) = match (&amount, to) {
            (Value::Money(_, Some(from)), Possible::Known(Value::Currency(to))) => (*from, to),
            // Nothing is nothing in every currency.
            (Value::Money(_, None), _) => return Ok((amount, None, Rate::Same)),
            (_, Possible::Open(cause)) => return Err(cause),
            (_, Possible::Known(_)) => return Err(self.fault_cause(at)),
        };
        if from == to {
            return Ok((amount, Some(to), Rate::Same));
        }
        let day = self.value(frame, conversion.day);
        let (local_from, local_to, local_day) = conversion.locals;
        self.bind(frame, local_from, Possible::Known(Value::Currency(from)));
        self.bind(frame, local_to, Possible::Known(Value::Currency(to)));
        self.bind(frame, local_day, day);
        let forward = self.value(frame, conversion.forward);
        if let Possible::Known(Value::Number(rate)) = forward {
            return Ok((amount, Some(to), Rate::Forward(rate, conversion.forward)));
        }
        // The other way round stands in for a pair that the table does not hold, never for one that is not known.
        if let Possible::Open(cause) = forward
            && !self.is_only_missing(cause)
        {
            return Err(cause);
        }
        let inverse = self.value(frame, conversion.inverse);
        match (forward, inverse) {
            (_, Possible::Known(Value::Number(rate))) => {
                Ok((amount, Some(to), Rate::Inverse(rate, conversion.inverse)))
            }
            // Where the pair has no row and the other way may have one, that one would settle it.
            (Possible::Open(one), Possible::Open(other)) if self.memory.causes.is_failed(one) => {
                Err(if self.memory.causes.is_failed(other) {
                    one
                } else {
                    other
                })
            }
            (Possible::Open(one), Possible::Open(_)) => Err(one),
            (Possible::Known(_), _) | (_, Possible::Known(_)) => Err(self.fault_cause(at)),
        }
    }

    /// Whether a rate is open because no row is there, for certain or as far as the table goes, and for nothing else.
    fn is_only_missing(&self, rate: CauseId) -> bool {
        self.memory.causes.is_failed(rate)
            || self.memory.causes.all(rate, |cause| {
                matches!(cause, Cause::NoRow { .. } | Cause::NotListed { .. })
            })
    }

    /// `p.hs cut to 4 digits`; what a coarser code would be is not known.
    pub(super) fn cut(&mut self, frame: Frame, (value, digits): (ExprId, u32), at: ExprId) -> Possible {
        let value = match self.value(frame, value) {
            Possible::Known(value) => value,
            open @ Possible::Open(_) => return open,
        };
        let Value::Code(scheme, code) = value else {
            return self.fault(at);
        };
        let cut = crate::value::cut_code(self.facts.texts.get(code), digits);
        match cut.map(|text| self.facts.texts.find(text)) {
            Some(Some(text)) => Possible::Known(Value::Code(scheme, text)),
            Some(None) => self.fault(at),
            None => Possible::Open(self.memory.causes.add(Cause::Coarse { value, at })),
        }
    }

    /// `the only p in xs where C`: none or several cannot be computed.
    pub(super) fn the_only(&mut self, (items, more): (&[Item], Option<CauseId>), at: ExprId) -> Possible {
        let mut certain = items.iter().filter(|item| item.maybe.is_none());
        let (first, second) = (certain.next(), certain.next());
        let mut open = more;
        for cause in items.iter().filter_map(|item| item.maybe) {
            open = Some(self.memory.causes.join(open, cause));
        }
        let count = items.iter().filter(|item| item.maybe.is_none()).count();
        match (first, second, open) {
            (Some(only), None, None) => Possible::Known(only.value.clone()),
            (_, None, Some(cause)) => Possible::Open(cause),
            (_, Some(_), _) | (None, None, None) => {
                let count = Number::from_u64(u64::try_from(count).unwrap_or(u64::MAX));
                Possible::Open(self.failed(Failure {
                    code: Code::E106,
                    at,
                    sides: Some((Value::Number(count), Value::None)),
                    parameter: None,
                    table: None,
                }))
            }
        }
    }

    /// `greatest of (sum of E for p in xs separately by p.key)`: none over nothing.
    pub(super) fn separately(&mut self, frame: Frame, of: &'a Separately, at: ExprId) -> Possible {
        let mut items = self.take_list();
        let mut open = self.items(frame, &of.list, &mut items);
        let mut sums: BTreeMap<Value, Value> = BTreeMap::new();
        for item in &items {
            if let Some(cause) = item.maybe {
                open = Some(self.memory.causes.join(open, cause));
            }
            self.bind(frame, of.local, Possible::Known(item.value.clone()));
            let key = self.value(frame, of.key);
            let value = match of.body {
                Some(body) => self.value(frame, body),
                None => Possible::Known(Value::Number(Number::from_u64(1))),
            };
            match (key, value) {
                (Possible::Known(key), Possible::Known(value)) => {
                    if key == Value::Record(stranger()) {
                        let cause = self.stranger_cause();
                        open = Some(self.memory.causes.join(open, cause));
                    }
                    let sum = match sums.get(&key) {
                        None => value,
                        Some(before) => match crate::ops::add(before, &value) {
                            Ok(sum) => sum,
                            Err(fault) => {
                                let failed = self.computed(Err(fault), at, Some((before.clone(), value)));
                                open = self.with_open(open, &failed);
                                continue;
                            }
                        },
                    };
                    sums.insert(key, sum);
                }
                (key, value) => {
                    open = self.with_open(open, &key);
                    open = self.with_open(open, &value);
                }
            }
        }
        self.give_list(items);
        if let Some(value) = self.coarse_key(&sums) {
            let cause = self.memory.causes.add(Cause::Coarse { value, at: of.key });
            open = Some(self.memory.causes.join(open, cause));
        }
        let mut best = open.map_or(Possible::Known(Value::None), Possible::Open);
        for sum in sums.into_values() {
            best = self.better(best, Possible::Known(sum), of.outer, at);
        }
        best
    }

    fn with_open(&mut self, open: Option<CauseId>, value: &Possible) -> Option<CauseId> {
        match value {
            Possible::Known(_) => open,
            Possible::Open(cause) => Some(self.memory.causes.join(open, *cause)),
        }
    }

    /// A key that is a code under which another one lies: it may be that one, or not.
    fn coarse_key(&self, sums: &BTreeMap<Value, Value>) -> Option<Value> {
        let codes: BTreeSet<&str> = sums
            .keys()
            .filter_map(|key| {
                if let Value::Code(_, code) = key {
                    Some(self.facts.texts.get(*code))
                } else {
                    None
                }
            })
            .collect();
        sums.keys()
            .find(|key| {
                let Value::Code(scheme, code) = key else { return false };
                let Some(scheme) = self.plan.shape.schemes.get(*scheme) else {
                    return false;
                };
                let text = self.facts.texts.get(*code);
                // What lies under it begins with it, so it stands right behind it, or behind what looks like it.
                let behind = codes.range(text..).take_while(|other| other.starts_with(text));
                behind
                    .into_iter()
                    .any(|other| scheme.relation(other, text) == CodeRelation::Under)
            })
            .cloned()
    }
}
