//! Items: the first line with name and title, and below it the clauses in the author's order.

use crate::source::Span;
use crate::syntax::ast;
use crate::syntax::ast::CellKind;
use crate::syntax::ast::Common;
use crate::syntax::ast::DateArm;
use crate::syntax::ast::DateExpr;
use crate::syntax::ast::ExprId;
use crate::syntax::ast::FieldLine;
use crate::syntax::ast::Fold;
use crate::syntax::ast::GroupBody;
use crate::syntax::ast::GroupMembers;
use crate::syntax::ast::Honesty;
use crate::syntax::ast::Ident;
use crate::syntax::ast::Item;
use crate::syntax::ast::ItemKind;
use crate::syntax::ast::LastDay;
use crate::syntax::ast::Levels;
use crate::syntax::ast::Member;
use crate::syntax::ast::ReadAs;
use crate::syntax::ast::Reference;
use crate::syntax::ast::Text;
use crate::syntax::ast::TypeExpr;

use super::exprs::Joiners;
use super::exprs::Writer;
use super::exprs::ident;
use super::exprs::idents;
use super::exprs::literal_words;
use super::exprs::paths;
use super::exprs::quoted;
use super::exprs::texts;
use super::page::Page;
use super::rows;
use super::values;

/// A clause: where it stood, and how it is written from a new line on.
pub(super) type Clause = (usize, Page);

impl Writer<'_> {
    /// The first item of a file.
    pub(super) fn header(header: &ast::Header) -> Page {
        let mut page = Page::default();
        match header {
            ast::Header::Ruleset(ruleset) => {
                page.words("ruleset ");
                page.placed(ruleset.name.text(), ruleset.name.span.range().start);
                title(&mut page, ruleset.title.as_ref());
                let mut clauses = Self::common(&ruleset.common);
                clauses.extend(text_clause("issuer", ruleset.issuer.as_ref()));
                clauses.extend(text_clause("zone", ruleset.zone.as_ref()));
                clauses.extend(ruleset.law_date.as_ref().map(|path| {
                    clause(path.span, |page| {
                        page.words("law in force on ");
                        paths(page, std::slice::from_ref(path));
                    })
                }));
                clauses.extend(ruleset.decides_each.as_ref().map(|(variable, list)| {
                    clause(variable.span, |page| {
                        page.words("decides each ");
                        ident(page, variable);
                        page.words(" in ");
                        paths(page, std::slice::from_ref(list));
                    })
                }));
                clauses.extend(ruleset.affected_by.first().map(|first| {
                    clause(first.span, |page| {
                        page.words("affected by ");
                        page.margin(4, |page| super::exprs::idents(page, &ruleset.affected_by));
                    })
                }));
                below(&mut page, clauses);
            }
            ast::Header::Tests(tests) => {
                page.placed("tests of ", tests.span.range().start);
                page.margin(4, |page| paths(page, &tests.of));
                title(&mut page, tests.title.as_ref());
                below(&mut page, Self::common(&tests.common));
            }
        }
        page.line();
        page
    }

    /// Any other item.
    pub(super) fn item(&self, item: &Item) -> Page {
        let mut page = Page::default();
        let mut clauses = Self::common(&item.common);
        let first = &mut page;
        let start = item.span.range().start;
        match &item.kind {
            ItemKind::Use(path) => {
                first.placed("use ", start);
                paths(first, std::slice::from_ref(path));
            }
            ItemKind::Source(source) => clauses.extend(self.source(first, item.span, source)),
            ItemKind::Enum(values) => clauses.extend(enum_item(first, start, values)),
            ItemKind::Record(record) => clauses.extend(self.record(first, start, "record ", record)),
            ItemKind::Extend(record) => clauses.extend(self.record(first, start, "extend ", record)),
            ItemKind::Group(group) => clauses.extend(self.group(first, start, group)),
            ItemKind::Code(code) => clauses.extend(code_item(first, start, code)),
            ItemKind::Measure(measure) => clauses.extend(super::measures::measure(first, start, measure)),
            ItemKind::Fact(line) => {
                first.placed("fact ", start);
                first.words(field_cells(line).join(" ").trim_end().to_owned());
            }
            ItemKind::Table(table) => clauses.extend(self.table(first, start, table)),
            ItemKind::DecisionTable(table) => clauses.extend(self.decision_table(first, start, table)),
            ItemKind::Parameter(parameter) => clauses.extend(self.parameter(first, start, parameter)),
            ItemKind::Figure(figure) => clauses.extend(self.figure(first, start, figure)),
            ItemKind::Definition(definition) => clauses.extend(self.definition(first, start, definition)),
            ItemKind::Decision(decision) => clauses.extend(self.decision(first, start, decision)),
            ItemKind::Summary(summary) => {
                named(first, start, "summary ", &summary.name, summary.title.as_ref());
                clauses.extend(summary.of.first().map(|path| {
                    clause(path.span, |page| {
                        page.words("strictest of ");
                        page.margin(4, |page| paths(page, &summary.of));
                    })
                }));
            }
            ItemKind::Rule(rule) => clauses.extend(self.rule(first, item.span, rule)),
            ItemKind::Obligation(obligation) => clauses.extend(self.obligation(first, start, obligation)),
            ItemKind::Calendar(calendar) => clauses.extend(Self::calendar(first, start, calendar)),
            ItemKind::Suspension(suspension) => clauses.extend(self.suspension(first, start, suspension)),
            ItemKind::Reading(reading) => clauses.extend(reading_item(first, start, reading)),
            ItemKind::Case(case) => clauses.extend(Self::case(first, start, case)),
            ItemKind::Test(test) => clauses.extend(self.test(first, start, test)),
            ItemKind::Property(property) => clauses.extend(self.property(first, start, property)),
        }
        below(&mut page, clauses);
        page.line();
        page
    }

    /// `cite`, one source a line, and `note`.
    pub(super) fn common(common: &Common) -> Vec<Clause> {
        let cites = common.cites.iter().map(|cite| {
            clause(cite.source.span, |page| {
                page.words("cite ");
                page.margin(4, |page| references(page, std::slice::from_ref(cite)));
            })
        });
        let notes = common.notes.iter().map(|note| {
            clause(note.span, |page| {
                page.words("note ");
                quoted(page, note);
            })
        });
        cites.chain(notes).collect()
    }

    /// A clause that is a word and a condition.
    pub(super) fn condition(&self, word: &str, id: ExprId) -> Clause {
        let mut page = Page::default();
        page.words(format!("{word} "));
        self.expr(&mut page, id, Joiners::Hang);
        (self.start(id), page)
    }

    fn source(&self, page: &mut Page, whole: Span, source: &ast::SourceItem) -> Vec<Clause> {
        named(page, whole.range().start, "source ", &source.name, Some(&source.title));
        let mut clauses = source_item(source);
        let mut from = source.title.span.range().end;
        for (paragraphs, how) in &source.read_as {
            let at = super::find_word(self.text, from..whole.range().end, "read").unwrap_or(from);
            from = at.saturating_add(1);
            let mut page = Page::default();
            page.placed("read ", at);
            if !paragraphs.is_empty() {
                texts(&mut page, paragraphs);
                page.words(" ");
            }
            page.words(match how {
                ReadAs::Text => "as text",
                ReadAs::Transcription => "as transcription",
                ReadAs::Press => "as press",
                ReadAs::Memory => "as memory",
            });
            clauses.push((at, page));
        }
        clauses
    }

    fn record(&self, page: &mut Page, start: usize, word: &str, record: &ast::RecordItem) -> Vec<Clause> {
        named(page, start, word, &record.name, record.title.as_ref());
        let mut clauses = Vec::new();
        clauses.extend(record.identified_by.as_ref().map(|field| {
            clause(field.span, |page| {
                page.words("identified by ");
                ident(page, field);
            })
        }));
        clauses.extend(lines(
            &record
                .fields
                .iter()
                .map(|line| (field_cells(line), place(&line.name)))
                .collect::<Vec<_>>(),
        ));
        clauses.extend(
            record
                .must_hold
                .iter()
                .map(|condition| self.condition("must hold:", *condition)),
        );
        clauses
    }

    fn group(&self, page: &mut Page, start: usize, group: &ast::Group) -> Vec<Clause> {
        named(page, start, "group ", &group.name, group.title.as_ref());
        if let Some(of) = &group.of {
            page.words(" of ");
            ident(page, of);
        }
        let mut clauses = self.honesty(&group.honesty);
        match &group.body {
            GroupBody::Versions(versions) => {
                clauses.extend(versions.iter().map(|version| self.group_version(version)));
            }
            GroupBody::Always(members) => clauses.push(self.group_members(members)),
        }
        clauses
    }

    pub(super) fn group_members(&self, members: &GroupMembers) -> Clause {
        match members {
            GroupMembers::Named(members) => members_clause(members),
            GroupMembers::File { path, column, filter } => clause(path.span, |page| {
                page.words("read from ");
                quoted(page, path);
                page.words(" column ");
                ident(page, column);
                if let Some(filter) = filter {
                    page.words(" where ");
                    self.expr(page, *filter, Joiners::Hang);
                }
            }),
        }
    }

    fn honesty(&self, honesty: &Honesty) -> Vec<Clause> {
        let mut clauses = Vec::new();
        clauses.extend(
            honesty
                .complete
                .map(|span| clause(span, |page| page.placed("complete", span.range().start))),
        );
        clauses.extend(honesty.incomplete.as_ref().map(|(reason, span)| {
            clause(*span, |page| {
                page.placed("incomplete because ", span.range().start);
                quoted(page, reason);
            })
        }));
        clauses.extend(honesty.complete_under.first().map(|(_, first)| {
            clause(*first, |page| {
                page.words("complete under ");
                page.margin(4, |page| {
                    for (index, (code, span)) in honesty.complete_under.iter().enumerate() {
                        if index > 0 {
                            page.words(",");
                            page.fill();
                        }
                        page.placed(literal_words(code), span.range().start);
                    }
                });
            })
        }));
        clauses.extend(
            honesty
                .certain_where
                .map(|condition| self.condition("certain where", condition)),
        );
        clauses
    }

    fn table(&self, page: &mut Page, start: usize, table: &ast::Table) -> Vec<Clause> {
        named(page, start, "table ", &table.name, table.title.as_ref());
        let mut clauses = self.honesty(&table.honesty);
        clauses.extend(text_clause("read from", table.read_from.as_ref()));
        clauses.extend(
            table
                .only_rows
                .map(|condition| self.condition("only rows where", condition)),
        );
        if let Some(first) = table.columns.first() {
            clauses.push(clause(first.name.span, |page| {
                page.words("columns");
                page.margin(2, |page| {
                    let cells = table.columns.iter().map(|line| (column_cells(line), place(&line.name)));
                    rows::columns(page, &cells.collect::<Vec<_>>());
                });
            }));
        }
        clauses.extend(table.key.first().map(|first| {
            clause(first.span, |page| {
                page.words("one row per ");
                page.margin(4, |page| key_words(page, table));
            })
        }));
        clauses.extend(table.rows_in_force.as_ref().map(|(from, last)| {
            clause(from.span, |page| {
                page.words("rows in force from ");
                ident(page, from);
                if let Some(last) = last {
                    page.words(", last day ");
                    ident(page, last);
                }
            })
        }));
        clauses.extend(table.answers_hold.as_ref().map(|(days, span)| {
            clause(*span, |page| {
                let days = super::exprs::number_words(days);
                page.placed(format!("answers hold for {days} days"), span.range().start);
            })
        }));
        if let Some(first) = table.heading.first() {
            let mut written = vec![(
                table.heading.iter().map(|name| name.text.to_string()).collect(),
                place(first),
            )];
            for (cells, span) in &table.rows {
                let cells = cells.iter().map(|cell| match &cell.kind {
                    CellKind::Literal(literal) => literal_words(literal),
                    CellKind::Name(name) => name.text.to_string(),
                    CellKind::Unknown => "unknown".to_owned(),
                });
                written.push((cells.collect(), Some(span.range().start)));
            }
            let mut below = Page::default();
            rows::bars(&mut below, &written);
            clauses.push((first.span.range().start, below));
        }
        clauses
    }

    fn parameter(&self, page: &mut Page, start: usize, parameter: &ast::Parameter) -> Vec<Clause> {
        page.placed("parameter ", start);
        ident(page, &parameter.name);
        if let Some((name, ty)) = &parameter.key {
            page.words(" per ");
            ident(page, name);
            page.words(format!(" : {}", type_words(ty)));
        }
        page.words(format!(" : {}", type_words(&parameter.ty)));
        title(page, parameter.title.as_ref());
        let values = parameter.values.iter().map(|value| {
            clause(value.span, |page| {
                self.expr(page, value.value, Joiners::Stand);
                match (&value.from, &value.last) {
                    (None, None) => page.words(" always"),
                    (from, last) => {
                        if let Some(from) = from {
                            page.words(" from ");
                            self.date(page, from);
                        }
                        page.words(if from.is_some() && last.is_some() {
                            ", "
                        } else if last.is_some() {
                            " "
                        } else {
                            ""
                        });
                        if let Some(last) = last {
                            self.last_day(page, last);
                        }
                    }
                }
                if let Some(key) = value.key {
                    page.words(" for ");
                    self.expr(page, key, Joiners::Stand);
                }
            })
        });
        values.collect()
    }

    fn definition(&self, page: &mut Page, start: usize, definition: &ast::Definition) -> Vec<Clause> {
        page.placed("definition ", start);
        ident(page, &definition.name);
        parameters(page, &definition.parameters);
        if let Some(ty) = &definition.ty {
            page.words(format!(" : {}", type_words(ty)));
        }
        title(page, definition.title.as_ref());
        match &definition.means {
            ast::Meaning::One(means) => vec![self.condition("means", *means)],
            ast::Meaning::Versions(versions) => {
                let written = versions.iter().map(|version| {
                    let means = self.condition("means", version.of);
                    self.version(version, vec![means])
                });
                written.collect()
            }
        }
    }

    /// `figure`: written as a definition that says what it is.
    fn figure(&self, page: &mut Page, start: usize, figure: &ast::Definition) -> Vec<Clause> {
        page.placed("figure ", start);
        ident(page, &figure.name);
        if let Some(ty) = &figure.ty {
            page.words(format!(" : {}", type_words(ty)));
        }
        title(page, figure.title.as_ref());
        match &figure.means {
            ast::Meaning::One(body) => vec![self.condition("is", *body)],
            ast::Meaning::Versions(_) => Vec::new(),
        }
    }

    fn decision(&self, page: &mut Page, start: usize, decision: &ast::Decision) -> Vec<Clause> {
        page.placed("decision ", start);
        ident(page, &decision.name);
        if let Some((variable, values)) = &decision.per {
            page.words(" for each ");
            ident(page, variable);
            page.words(" in ");
            paths(page, std::slice::from_ref(values));
        }
        if let Some(figure) = &decision.figure {
            page.words(format!(" : {}", type_words(&figure.ty)));
        }
        title(page, Some(&decision.title));
        let mut clauses = Vec::new();
        clauses.extend(decision.figure.iter().flat_map(|figure| self.figure_clauses(figure)));
        clauses.extend(
            decision
                .shared
                .map(|span| clause(span, |page| page.placed("shared", span.range().start))),
        );
        clauses.extend(
            decision
                .arises_only_when
                .map(|condition| self.condition("arises only when", condition)),
        );
        clauses.extend(decision.outcomes.first().map(|first| {
            clause(first.name.span, |page| {
                page.words("outcomes, strictest first");
                let lines = decision.outcomes.iter().map(|line| {
                    let rank = line
                        .rank
                        .as_ref()
                        .map_or_else(String::new, |rank| format!("ranks as {}", rank.text));
                    (
                        vec![line.name.text.to_string(), in_quotes(&line.title), rank],
                        place(&line.name),
                    )
                });
                page.margin(2, |page| rows::columns(page, &lines.collect::<Vec<_>>()));
            })
        }));
        clauses.extend(decision.otherwise.as_ref().map(|outcome| {
            clause(outcome.span, |page| {
                page.words("otherwise ");
                ident(page, outcome);
            })
        }));
        clauses
    }

    /// What a decision that is a figure says.
    fn figure_clauses(&self, figure: &ast::FigureDecision) -> Vec<Clause> {
        let total = match figure.total {
            Fold::Greatest => "takes the greatest",
            Fold::Least => "takes the least",
            Fold::Sum | Fold::Count | Fold::List | Fold::Only => "adds up",
        };
        let at = figure.total_span;
        let mut clauses = vec![clause(at, |page| page.placed(total, at.range().start))];
        clauses.extend(figure.rounded.as_ref().map(|(rounding, at)| {
            clause(*at, |page| {
                page.placed(format!("rounded {}", self.rounding_words(*rounding)), at.range().start);
            })
        }));
        clauses.push(self.value_clause("otherwise", figure.otherwise));
        clauses
    }

    /// `from`
    pub(super) fn from(&self, date: &DateExpr) -> Clause {
        clause(date_span(date), |page| {
            page.words("from ");
            self.date(page, date);
        })
    }

    /// `last day`, `before`
    pub(super) fn last(&self, last: &LastDay) -> Clause {
        clause(last.span, |page| self.last_day(page, last))
    }

    pub(super) fn last_day(&self, page: &mut Page, last: &LastDay) {
        page.placed(
            if last.before { "before " } else { "last day " },
            last.span.range().start,
        );
        self.date(page, &last.date);
    }

    pub(super) fn date(&self, page: &mut Page, date: &DateExpr) {
        match date {
            DateExpr::Date(arm) => date_arm(page, arm),
            DateExpr::ByReading { reading, arms, span } => {
                page.placed("according to reading ", span.range().start);
                ident(page, reading);
                let cells = arms
                    .iter()
                    .map(|(choice, arm)| (vec![format!("{}:", choice.text), arm_words(arm)], place(choice)));
                page.margin(2, |page| rows::columns(page, &cells.collect::<Vec<_>>()));
            }
            DateExpr::ByReadings { readings, rows, span } => {
                page.placed("according to readings ", span.range().start);
                idents(page, readings);
                self.reading_rows(page, readings, rows, arm_words);
            }
        }
    }
}

/// The item's first line: its word, name and title.
pub(super) fn named(page: &mut Page, start: usize, word: &str, name: &Ident, text: Option<&Text>) {
    page.placed(word, start);
    ident(page, name);
    title(page, text);
}

pub(super) fn title(page: &mut Page, text: Option<&Text>) {
    if let Some(text) = text {
        page.words(" ");
        quoted(page, text);
    }
}

/// One clause.
/// `(p : Party)`
pub(super) fn parameters(page: &mut Page, parameters: &[(Ident, TypeExpr)]) {
    let parameters = parameters.iter();
    let parameters = parameters.map(|(name, ty)| format!("{} : {}", name.text, type_words(ty)));
    let parameters = parameters.collect::<Vec<_>>().join(", ");
    if !parameters.is_empty() {
        page.words(format!("({parameters})"));
    }
}

/// A clause, where it stands in the file.
pub(super) fn clause(at: Span, write: impl FnOnce(&mut Page)) -> Clause {
    let mut page = Page::default();
    write(&mut page);
    (at.range().start, page)
}

fn text_clause(word: &str, text: Option<&Text>) -> Option<Clause> {
    text.map(|text| {
        clause(text.span, |page| {
            page.words(format!("{word} "));
            quoted(page, text);
        })
    })
}

/// The clauses below the first line, in the order in which they stood.
pub(super) fn below(page: &mut Page, mut clauses: Vec<Clause>) {
    clauses.sort_by_key(|(at, _)| *at);
    page.margin(2, |page| {
        for (_, clause) in clauses {
            if !clause.begins_with_line() {
                page.line();
            }
            page.append(clause);
        }
    });
}

/// Lines whose cells stand below each other, each a clause of its own.
fn lines(rows: &[rows::Row]) -> Vec<Clause> {
    rows::aligned(rows)
        .into_iter()
        .map(|(line, at)| {
            let mut page = Page::default();
            page.placed(line, at.unwrap_or(0));
            (at.unwrap_or(0), page)
        })
        .collect()
}

#[expect(
    clippy::unnecessary_wraps,
    reason = "a row of a table may have no place, that of a name always has one"
)]
fn place(name: &Ident) -> Option<usize> {
    Some(name.span.range().start)
}

fn in_quotes(text: &Text) -> String {
    format!("\"{}\"", text.text)
}

/// `n61 "1(1)", "8"`
pub(super) fn references(page: &mut Page, references: &[Reference]) {
    for (index, reference) in references.iter().enumerate() {
        if index > 0 {
            page.words(",");
            page.fill();
        }
        ident(page, &reference.source);
        if !reference.paragraphs.is_empty() {
            page.words(" ");
            texts(page, &reference.paragraphs);
        }
    }
}

fn source_item(source: &ast::SourceItem) -> Vec<Clause> {
    let mut clauses = Vec::new();
    clauses.extend(text_clause("short", source.short.as_ref()));
    clauses.extend(text_clause("url", source.url.as_ref()));
    clauses.extend(source.published.as_ref().map(|(date, span)| {
        clause(*span, |page| {
            page.placed(format!("published {date}"), span.range().start);
        })
    }));
    clauses.extend(source.paragraphs.first().map(|first| {
        clause(first.span, |page| {
            page.words("paragraphs ");
            page.margin(2, |page| texts(page, &source.paragraphs));
        })
    }));
    for not_coded in &source.not_coded {
        clauses.push(clause(not_coded.because.span, |page| {
            page.words(if not_coded.partly {
                "partly coded "
            } else {
                "not coded "
            });
            page.margin(2, |page| {
                texts(page, &not_coded.paragraphs);
                page.fill();
                page.words("because ");
                quoted(page, &not_coded.because);
            });
        }));
    }
    clauses
}

fn enum_item(page: &mut Page, start: usize, values: &ast::EnumItem) -> Vec<Clause> {
    named(page, start, "enum ", &values.name, values.title.as_ref());
    let mut clauses = Vec::new();
    let cells = values.values.iter().filter_map(|(name, text)| {
        text.as_ref()
            .map(|text| (vec![name.text.to_string(), in_quotes(text)], place(name)))
    });
    clauses.extend(lines(&cells.collect::<Vec<_>>()));
    for run in values
        .values
        .chunk_by(|one, other| one.1.is_none() && other.1.is_none())
    {
        let names: Vec<Ident> = run
            .iter()
            .filter(|(_, text)| text.is_none())
            .map(|(name, _)| name.clone())
            .collect();
        clauses.extend(
            names
                .first()
                .map(|first| clause(first.span, |page| idents(page, &names))),
        );
    }
    clauses
}

fn code_item(page: &mut Page, start: usize, code: &ast::CodeScheme) -> Vec<Clause> {
    named(page, start, "code ", &code.name, code.title.as_ref());
    let counts = |counts: &[u32]| counts.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    let mut clauses = Vec::new();
    clauses.extend(code.levels.as_ref().map(|(levels, span)| {
        let words = match levels {
            Levels::Digits(levels) => format!("levels {} digits", counts(levels)),
            Levels::Dots => "levels by dots".to_owned(),
            Levels::Hyphens => "levels by hyphens".to_owned(),
            Levels::Characters(levels, false) => format!("levels {} characters", counts(levels)),
            Levels::Characters(levels, true) => format!("levels {} characters, then dots", counts(levels)),
        };
        clause(*span, |page| page.placed(words, span.range().start))
    }));
    clauses.extend(text_clause("example", code.example.as_ref()));
    clauses
}

fn reading_item(page: &mut Page, start: usize, reading: &ast::Reading) -> Vec<Clause> {
    named(page, start, "reading ", &reading.name, Some(&reading.title));
    let choices = reading
        .choices
        .iter()
        .map(|(name, text)| (vec![name.text.to_string(), in_quotes(text)], place(name)));
    let mut clauses = lines(&choices.collect::<Vec<_>>());
    let chosen = [
        ("suggested, not applied: ", &reading.suggested),
        ("settled as ", &reading.settled),
    ];
    for (words, choice) in chosen {
        clauses.extend(choice.as_ref().map(|choice| {
            clause(choice.span, |page| {
                page.words(words);
                ident(page, choice);
            })
        }));
    }
    clauses
}

fn members_clause(members: &[Member]) -> Clause {
    let at = |member: &Member| match member {
        Member::Literal(_, span) => span.range().start,
        Member::Name(path) => path.span.range().start,
    };
    let mut page = Page::default();
    for (index, member) in members.iter().enumerate() {
        if index > 0 {
            page.words(",");
            page.fill();
        }
        match member {
            Member::Literal(literal, _) => page.placed(literal_words(literal), at(member)),
            Member::Name(path) => page.placed(path.text(), at(member)),
        }
    }
    (members.first().map_or(0, at), page)
}

/// `price`, `: money at least 0, left out means 0 USD`, `"Price" ask "…?"`
fn field_cells(line: &FieldLine) -> Vec<String> {
    let left_out = line
        .left_out
        .as_ref()
        .map_or_else(String::new, |value| format!(", left out means {}", values::flat(value)));
    let ty = format!(": {}{left_out}", type_words(&line.ty));
    vec![
        line.name.text.to_string(),
        ty,
        title_and_question(line.title.as_ref(), line.ask.as_ref()),
    ]
}

/// `hs, narrowest wins`, `base, latest day on or before`
fn key_words(page: &mut Page, table: &ast::Table) {
    for (index, column) in table.key.iter().enumerate() {
        if index > 0 {
            page.words(",");
            page.fill();
        }
        let latest = matches!(&table.nearest, Some(ast::Nearest::Latest(latest)) if latest.span == column.span);
        page.words(if latest { "latest " } else { "" });
        ident(page, column);
        page.words(if latest { " on or before" } else { "" });
    }
    if let Some(ast::Nearest::Narrowest(span)) = &table.nearest {
        page.words(",");
        page.fill();
        page.placed("narrowest wins", span.range().start);
    }
}

fn title_and_question(title: Option<&Text>, ask: Option<&Text>) -> String {
    let title = title.map(in_quotes);
    let ask = ask.map(|ask| format!("ask {}", in_quotes(ask)));
    title.into_iter().chain(ask).collect::<Vec<_>>().join(" ")
}

fn column_cells(line: &ast::ColumnLine) -> Vec<String> {
    let unit = line
        .unit
        .as_ref()
        .map_or_else(String::new, |unit| format!(" in {}", unit.text));
    let read_as = line
        .read_as
        .as_ref()
        .map_or_else(String::new, |name| format!(" read as {}", in_quotes(name)));
    let ty = format!(": {}{unit}{read_as}", type_words(&line.ty));
    vec![
        line.name.text.to_string(),
        ty,
        title_and_question(line.title.as_ref(), line.ask.as_ref()),
    ]
}

/// `list of Article`, `money at least 0 or none`
pub(super) fn type_words(ty: &TypeExpr) -> String {
    let list = if ty.list { "list of " } else { "" };
    let none = if ty.or_none { " or none" } else { "" };
    let range = ty
        .range
        .as_ref()
        .map_or_else(String::new, |range| match (&range.low, &range.high) {
            (Some((low, _)), Some((high, _))) => format!(" between {} and {}", literal_words(low), literal_words(high)),
            (Some((low, true)), None) => format!(" at least {}", literal_words(low)),
            (Some((low, false)), None) => format!(" more than {}", literal_words(low)),
            (None, Some((high, true))) => format!(" at most {}", literal_words(high)),
            (None, Some((high, false))) => format!(" less than {}", literal_words(high)),
            (None, None) => String::new(),
        });
    match &ty.outcome_of {
        Some(decision) => format!("outcome of {}{range}{none}", decision.text()),
        None => format!("{list}{}{range}{none}", ty.name.text),
    }
}

fn date_arm(page: &mut Page, arm: &DateArm) {
    let (DateArm::Date(_, span) | DateArm::Open(span)) = arm;
    page.placed(arm_words(arm), span.range().start);
}

fn arm_words(arm: &DateArm) -> String {
    match arm {
        DateArm::Date(date, _) => date.to_string(),
        DateArm::Open(_) => "open".to_owned(),
    }
}

fn date_span(date: &DateExpr) -> Span {
    match date {
        DateExpr::Date(DateArm::Date(_, span) | DateArm::Open(span))
        | DateExpr::ByReading { span, .. }
        | DateExpr::ByReadings { span, .. } => *span,
    }
}
