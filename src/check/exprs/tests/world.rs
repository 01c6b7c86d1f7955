//! A small ruleset, signed by hand, in which single expressions are read.
//!
//! Ruleset `own` decides each item of a shipment and uses `base` (vocabulary) and `other` (which decides once).

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::ids::Id;
use crate::ids::IdVec;
use crate::names::Scope;
use crate::names::Symbol;
use crate::names::SymbolKind;
use crate::names::Symbols;
use crate::plan::*;
use crate::source::FileId;
use crate::source::Sources;
use crate::source::Span;
use crate::syntax::ast::RuleKind;
use crate::value::CodeScheme;
use crate::value::Dimension;
use crate::value::EnumId;
use crate::value::Levels;
use crate::value::Number;
use crate::value::RecordType;
use crate::value::SchemeId;
use crate::value::Texts;
use crate::value::Type;

/// The plan with its signatures, and the names.
pub(super) struct World {
    pub(super) plan: Plan,
    pub(super) symbols: Symbols,
    /// The scope in which expressions are read.
    pub(super) own: RulesetId,
    /// The scope of a ruleset that decides once.
    pub(super) once: RulesetId,
    /// The scope of a tests file about `own`.
    pub(super) tests: RulesetId,
}

pub(super) const ARTICLE: usize = 1;
pub(super) const PARTY: usize = 2;
const HOLDING: usize = 3;
const USE: usize = 4;
const SHIPMENT: usize = 5;
const PARTY_KIND: usize = 0;
const USE_KIND: usize = 1;
const HS: usize = 0;
const ECCN: usize = 1;

pub(super) fn record(id: usize) -> Type {
    Type::Record(RecordType::from_index(id))
}

fn list(ty: Type) -> Type {
    Type::List(Box::new(ty))
}

fn optional(ty: Type) -> Type {
    Type::Optional(Box::new(ty))
}

fn code(id: usize) -> Type {
    Type::Code(SchemeId::from_index(id))
}

fn enumeration(id: usize) -> Type {
    Type::Enum(EnumId::from_index(id))
}

fn nowhere() -> Span {
    Span::new(FileId::from_index(0), 0, 0)
}

fn field(name: &str, ty: Type) -> FieldShape {
    FieldShape {
        name: name.into(),
        ty,
        range: Range::default(),
        left_out: None,
        reference: false,
        title: Box::default(),
        ask: Box::default(),
        span: nowhere(),
    }
}

fn shape_of(name: &str, fields: Vec<(&str, Type)>) -> RecordShape {
    let mut all = IdVec::new();
    for (name, ty) in fields {
        all.push(field(name, ty));
    }
    let mut shape = RecordShape {
        name: name.into(),
        title: Box::default(),
        fields: all,
        key: None,
        collection: None,
        parts: None,
        id_field: None,
        span: nowhere(),
    };
    shape.id_field = shape.field("id");
    shape.parts = shape.field("parts");
    shape
}

fn article() -> Vec<(&'static str, Type)> {
    vec![
        ("id", Type::Text),
        ("name", Type::Text),
        ("origin", Type::Country),
        ("made_in", Type::Country),
        ("hs", code(HS)),
        ("eccn", optional(code(ECCN))),
        ("price", Type::Money),
        ("cost", optional(Type::Money)),
        ("net_mass", Type::Amount(Dimension::Mass)),
        ("width", Type::Amount(Dimension::Length)),
        ("share", Type::Percent),
        ("factor", Type::Decimal),
        ("layers", Type::Integer),
        ("bought_on", Type::Date),
        ("rare", Type::Boolean),
        ("supplier", optional(record(PARTY))),
        ("parts", list(record(ARTICLE))),
    ]
}

fn shape() -> Shape {
    let mut records: IdVec<RecordType, RecordShape> = IdVec::new();
    records.push(shape_of(
        "facts",
        vec![
            ("shipment", record(SHIPMENT)),
            ("parties", list(record(PARTY))),
            ("urgent", Type::Boolean),
        ],
    ));
    records.push(shape_of("Article", article()));
    let mut party = shape_of(
        "Party",
        vec![
            ("id", Type::Text),
            ("name", Type::Text),
            ("country", Type::Country),
            ("kind", enumeration(PARTY_KIND)),
            ("branch_of", optional(record(PARTY))),
            ("holders", list(record(HOLDING))),
        ],
    );
    party.key = party.field("id");
    party.collection = Some(FieldId::from_index(1));
    records.push(party);
    let mut holding = shape_of("Holding", vec![("party", record(PARTY)), ("share", Type::Percent)]);
    if let Some(share) = holding.fields.get_mut(FieldId::from_index(1)) {
        share.range = Range {
            low: Some((Number::ZERO, true)),
            high: Some((Number::ONE, true)),
            words: "between 0% and 100%".into(),
        };
    }
    records.push(holding);
    records.push(shape_of(
        "Use",
        vec![
            ("kind", enumeration(USE_KIND)),
            ("node", optional(Type::Amount(Dimension::Length))),
            ("layers", optional(Type::Integer)),
        ],
    ));
    records.push(shape_of(
        "Shipment",
        vec![
            ("date", Type::Date),
            ("sent", optional(Type::Date)),
            ("destination", Type::Country),
            ("currency", Type::Currency),
            ("importer", record(PARTY)),
            ("end_user", record(PARTY)),
            ("uses", list(record(USE))),
            ("items", list(record(ARTICLE))),
        ],
    ));
    let mut enums = IdVec::new();
    for (name, values) in [
        ("PartyKind", "military civil government both"),
        ("UseKind", "medical relief other_use"),
    ] {
        let values = values.split(' ').map(|value| (value.into(), Box::default())).collect();
        enums.push(EnumShape {
            name: name.into(),
            values,
            span: nowhere(),
        });
    }
    let mut schemes = IdVec::new();
    for (name, levels) in [("HS", Levels::Digits(vec![2, 4, 6, 8, 10])), ("ECCN", Levels::Dots)] {
        schemes.push(CodeScheme {
            name: name.into(),
            title: Box::default(),
            levels,
            example: None,
        });
    }
    Shape {
        records,
        enums,
        schemes,
        root: RecordType::from_index(0),
        answerable: Vec::new(),
    }
}

fn ruleset(name: &str, each: bool) -> Ruleset {
    Ruleset {
        name: name.into(),
        title: Box::default(),
        zone: Box::default(),
        law_date: (name == "own").then(|| (ExprId::from_index(0), "shipment.date".into())),
        each: each.then(|| Each {
            variable: "item".into(),
            list: ExprId::from_index(0),
            words: "shipment.items".into(),
            ty: RecordType::from_index(ARTICLE),
        }),
        decisions: Vec::new(),
        span: nowhere(),
    }
}

fn column(name: &str, ty: Type) -> Column {
    Column {
        name: name.into(),
        ty,
        certain: Vec::new(),
        uncertain: Vec::new(),
        unknown: Vec::new(),
    }
}

fn table(ruleset: RulesetId, name: &str, columns: Vec<(&str, Type)>, key: &[usize]) -> Table {
    let mut all = IdVec::new();
    for (name, ty) in columns {
        all.push(column(name, ty));
    }
    Table {
        ruleset,
        name: name.into(),
        full_name: name.into(),
        title: Box::default(),
        cites: Vec::new(),
        columns: all,
        key: key.iter().copied().map(ColumnId::from_index).collect(),
        rows: Vec::new(),
        incomplete: None,
        span: nowhere(),
    }
}

fn definition(ruleset: RulesetId, name: &str, parameters: Vec<(&str, Type)>, ty: Type) -> Definition {
    Definition {
        ruleset,
        name: name.into(),
        title: Box::default(),
        cites: Vec::new(),
        parameters: parameters.into_iter().map(|(name, ty)| (name.into(), ty)).collect(),
        ty,
        body: ExprId::from_index(0),
        locals: 0,
        uses_element: false,
        uses_date: false,
        circle: Vec::new(),
        inwards: 0,
        span: nowhere(),
    }
}

fn rule(kind: RuleKind, ruleset: RulesetId, name: &str) -> Rule {
    Rule {
        kind,
        ruleset,
        name: name.into(),
        full_name: name.into(),
        title: Box::default(),
        cites: Vec::new(),
        only_if: Vec::new(),
        period: Period::default(),
        for_each: None,
        when: Vec::new(),
        unless: None,
        sets_aside: Vec::new(),
        set_aside_by: Vec::new(),
        suspended_by: Vec::new(),
        concludes: Vec::new(),
        imposes: Vec::new(),
        because: Vec::new(),
        locals: 0,
        span: nowhere(),
    }
}

fn decision(ruleset: RulesetId, name: &str, outcomes: &str) -> Decision {
    Decision {
        ruleset,
        name: name.into(),
        full_name: name.into(),
        title: Box::default(),
        cites: Vec::new(),
        outcomes: outcomes
            .split(' ')
            .map(|name| Outcome {
                name: name.into(),
                title: Box::default(),
                rank: None,
                span: nowhere(),
            })
            .collect(),
        otherwise: 0,
        arises_only_when: None,
        locals: 0,
        concluded_by: Vec::new(),
        span: nowhere(),
    }
}

fn reading(ruleset: RulesetId, name: &str, choices: &str) -> Reading {
    Reading {
        ruleset,
        name: name.into(),
        full_name: name.into(),
        title: Box::default(),
        choices: choices
            .split(' ')
            .map(|choice| (choice.into(), Box::default()))
            .collect(),
        suggested: None,
        settled: None,
        cites: Vec::new(),
        span: nowhere(),
    }
}

fn empty_plan() -> Plan {
    Plan {
        shape: shape(),
        texts: Arc::new(Texts::default()),
        exprs: IdVec::new(),
        rulesets: IdVec::new(),
        sources: IdVec::new(),
        readings: IdVec::new(),
        parameters: IdVec::new(),
        definitions: IdVec::new(),
        groups: IdVec::new(),
        tables: IdVec::new(),
        rows: IdVec::new(),
        rules: IdVec::new(),
        decisions: IdVec::new(),
        obligations: IdVec::new(),
        suspensions: IdVec::new(),
        summaries: Vec::new(),
        must_hold: Vec::new(),
        tests: Vec::new(),
        files: Sources::new(),
    }
}

/// Collects items and the names that own them.
struct Builder {
    plan: Plan,
    names: Vec<(usize, Box<str>, SymbolKind)>,
}

impl Builder {
    fn own(&mut self, ruleset: usize, name: &str, kind: SymbolKind) {
        self.names.push((ruleset, name.into(), kind));
    }

    fn vocabulary(&mut self) {
        for (index, shape) in self.plan.shape.enums.iter().enumerate() {
            let kind = SymbolKind::Enum(EnumId::from_index(index));
            self.names.push((0, shape.name.clone(), kind));
        }
        for (index, shape) in self.plan.shape.schemes.iter().enumerate() {
            let kind = SymbolKind::Scheme(SchemeId::from_index(index));
            self.names.push((0, shape.name.clone(), kind));
        }
        for (id, shape) in self.plan.shape.records.iter_ids().skip(1) {
            self.names.push((0, shape.name.clone(), SymbolKind::Record(id)));
        }
        if let Some(root) = self.plan.shape.records.get(RecordType::from_index(0)) {
            for (id, field) in root.fields.iter_ids() {
                self.names.push((0, field.name.clone(), SymbolKind::Fact(id)));
            }
        }
    }

    fn values(&mut self) {
        let own = RulesetId::from_index(2);
        for (name, ty) in [
            ("de_minimis", Type::Percent),
            ("fee", Type::Money),
            ("start", Type::Date),
        ] {
            let id = self.plan.parameters.push(Parameter {
                ruleset: own,
                name: name.into(),
                ty,
                title: Box::default(),
                cites: Vec::new(),
                values: Vec::new(),
                span: nowhere(),
            });
            self.own(2, name, SymbolKind::Parameter(id));
        }
        let article = || vec![("a", record(ARTICLE))];
        for (name, parameters, ty) in [
            ("content", article(), Type::Money),
            ("is_rare", article(), Type::Boolean),
            ("reference_price", article(), optional(Type::Money)),
            ("inner", article(), list(record(ARTICLE))),
            (
                "held",
                vec![("p", record(PARTY)), ("owner", record(PARTY))],
                Type::Boolean,
            ),
            ("ratio", article(), Type::Percent),
            ("everybody", Vec::new(), list(record(PARTY))),
            ("exporter", Vec::new(), record(PARTY)),
            ("broken_type", Vec::new(), Type::Error),
        ] {
            let id = self.plan.definitions.push(definition(own, name, parameters, ty));
            self.own(2, name, SymbolKind::Definition(id));
        }
        for (name, ty) in [
            ("special", Type::Country),
            ("magnets", code(HS)),
            ("bad_kinds", enumeration(PARTY_KIND)),
        ] {
            let id = self.plan.groups.push(Group {
                name: name.into(),
                full_name: name.into(),
                ty,
                members: Vec::new(),
                uncertain: Vec::new(),
                incomplete: None,
                span: nowhere(),
            });
            self.own(2, name, SymbolKind::Group(id));
        }
    }

    fn tables(&mut self) {
        let own = RulesetId::from_index(2);
        let listed = vec![("name", Type::Text), ("country", Type::Country), ("since", Type::Date)];
        let codes = vec![
            ("code", code(HS)),
            ("limit", Type::Money),
            ("note", optional(Type::Text)),
        ];
        for (name, columns, key) in [
            ("listed", listed, &[0, 1][..]),
            ("codes", codes, &[0]),
            ("loose", vec![("x", Type::Text)], &[]),
        ] {
            let id = self.plan.tables.push(table(own, name, columns, key));
            self.own(2, name, SymbolKind::Table(id));
        }
    }

    fn rules(&mut self) {
        let flag = RuleKind::Flag { for_review: false };
        for (owner, kind, name) in [
            (2, RuleKind::Rule, "foreign_made"),
            (2, RuleKind::Exemption, "relief_goods"),
            (2, flag, "military_user"),
            (2, flag, "both"),
            (1, RuleKind::Rule, "shared_rule"),
            (1, flag, "shared"),
            (3, flag, "shared"),
        ] {
            let id = self.plan.rules.push(rule(kind, RulesetId::from_index(owner), name));
            self.own(owner, name, SymbolKind::Rule(id));
        }
        for (owner, name, outcomes) in [
            (2, "licence", "required exempt free fee"),
            (2, "policy", "refused ordinary"),
            (1, "ban", "banned free"),
        ] {
            let id = self
                .plan
                .decisions
                .push(decision(RulesetId::from_index(owner), name, outcomes));
            self.own(owner, name, SymbolKind::Decision(id));
        }
        for (name, choices) in [("truce", "lapsed extended"), ("scope", "narrow wide")] {
            let id = self
                .plan
                .readings
                .push(reading(RulesetId::from_index(2), name, choices));
            self.own(2, name, SymbolKind::Reading(id));
        }
        for (name, kind) in [
            ("report", SymbolKind::Obligation(ObligationId::from_index(0))),
            ("pause", SymbolKind::Suspension(SuspensionId::from_index(0))),
            ("n61", SymbolKind::Source(SourceId::from_index(0))),
            ("spoilt", SymbolKind::Broken),
        ] {
            self.own(2, name, kind);
        }
    }

    fn symbols(self) -> (Plan, Symbols) {
        let mut scopes = IdVec::new();
        for (name, uses) in [
            ("base", &[][..]),
            ("other", &[0]),
            ("own", &[0, 1, 3]),
            ("third", &[0, 2]),
            ("", &[0, 1, 2, 3]),
        ] {
            let at = scopes.len();
            let owner = RulesetId::from_index(at);
            let own: BTreeMap<Box<str>, Symbol> = self
                .names
                .iter()
                .filter(|(ruleset, ..)| *ruleset == at)
                .map(|(_, name, kind)| {
                    let symbol = Symbol {
                        kind: *kind,
                        name: name.clone(),
                        span: nowhere(),
                        ruleset: owner,
                    };
                    (name.clone(), symbol)
                })
                .collect();
            scopes.push(Scope {
                name: name.into(),
                tests: name.is_empty(),
                own,
                uses: uses.iter().map(|&id: &usize| RulesetId::from_index(id)).collect(),
                blind: false,
            });
        }
        (self.plan, Symbols::new(scopes))
    }
}

/// The world.
pub(super) fn world() -> World {
    let mut builder = Builder {
        plan: empty_plan(),
        names: Vec::new(),
    };
    for (name, each) in [("base", false), ("other", false), ("own", true), ("third", false)] {
        builder.plan.rulesets.push(ruleset(name, each));
    }
    builder.vocabulary();
    builder.values();
    builder.tables();
    builder.rules();
    let (plan, symbols) = builder.symbols();
    World {
        plan,
        symbols,
        own: RulesetId::from_index(2),
        once: RulesetId::from_index(3),
        tests: RulesetId::from_index(4),
    }
}
