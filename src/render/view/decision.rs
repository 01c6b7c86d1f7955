//! The answer for one record, for people.
//!
//! Head, summaries, decisions element by element, then what is owed, what is to be looked at, and what all of it rests
//! on. A decision that is free because no rule concluded it, with nothing more to say, shares a line with its like.

use super::rests;
use super::rests::Elements;
use super::words;
use super::words::Citations;
use crate::decision::Answered;
use crate::decision::Comparison;
use crate::decision::Decision;
use crate::decision::Fault;
use crate::decision::LawDate;
use crate::decision::Limb;
use crate::decision::Makeup;
use crate::decision::Remark;
use crate::decision::RuleKind;
use crate::decision::RuleResult;
use crate::decision::RuleState;
use crate::decision::Setting;
use crate::decision::Status;
use crate::decision::Summary;
use crate::decision::TableRow;
use crate::decision::Verdict;
use crate::limits::Limits;
use crate::render::document::Document;
use crate::render::document::Line;
use crate::render::document::Row;
use crate::render::document::Tone;
use crate::render::escape;
use crate::text;

/// Most rows of tables that are shown beside one decision; the reasoning shows all of them.
const MOST_TABLE_ROWS: usize = 8;

/// The page for one record.
pub(crate) fn page(decision: &Decision) -> Document {
    let mut page = Document::default();
    let mut citations = Citations::default();
    let elements = elements(decision);
    page.heading(head(decision, &elements));
    for summary in decision
        .summaries
        .iter()
        .filter(|summary| elements.len() < 2 || summary.for_label.is_empty())
    {
        page.line(summary_line(summary));
    }
    page.gap();
    for element in &elements {
        if elements.len() > 1 && !element.is_empty() {
            page.gap();
            page.heading(Line::of(element));
            for summary in decision
                .summaries
                .iter()
                .filter(|summary| summary.for_label == *element)
            {
                page.line(summary_line(summary));
            }
        }
        let verdicts: Vec<&Verdict> = decision
            .decisions
            .iter()
            .filter(|it| it.for_label == *element)
            .collect();
        decisions(&mut page, decision, &verdicts, &mut citations);
    }
    if decision.decisions.is_empty() {
        page.line(nothing(decision));
        page.details(faults(&decision.errors));
    }
    page.gap();
    let several = if elements.len() > 1 {
        Elements::Several
    } else {
        Elements::One
    };
    page.sections(rests::rows(decision, several, &mut citations));
    page.line(hashes(decision));
    page
}

/// The elements that are decided, in order; an empty text stands for the decisions that are made once.
fn elements(decision: &Decision) -> Vec<&str> {
    let mut elements: Vec<&str> = Vec::new();
    for verdict in &decision.decisions {
        if !elements.contains(&verdict.for_label.as_str()) {
            elements.push(&verdict.for_label);
        }
    }
    elements
}

/// `motor.json  SM-400 servo motor  law of 2026-12-01 (shipment.date)`
fn head(decision: &Decision, elements: &[&str]) -> Line {
    // A file of one record is named by its name alone.
    let record = decision
        .record
        .strip_suffix(":1")
        .filter(|name| {
            std::path::Path::new(name)
                .extension()
                .is_some_and(|ending| ending == "json" || ending == "yaml" || ending == "yml")
        })
        .unwrap_or(&decision.record);
    let mut line = Line::of(record);
    if let Some(id) = &decision.id {
        line = line.plain("  ").plain(id);
    }
    if let [element] = elements {
        line = if element.is_empty() {
            line
        } else {
            line.plain("  ").plain(element)
        };
    }
    match common_date(decision) {
        Some(date) => line.plain("  ").plain(&law_of(date)),
        None => line,
    }
}

/// The date of the law, if all decisions have the same.
fn common_date(decision: &Decision) -> Option<&LawDate> {
    let first = &decision.decisions.first()?.law_date;
    let is_known = !first.from.is_empty() || !first.possible.is_empty();
    (is_known && decision.decisions.iter().all(|verdict| verdict.law_date == *first)).then_some(first)
}

/// `law of 2027-02-01 (--as-of; shipment.date is 2026-12-01)`
fn law_of(date: &LawDate) -> String {
    let day = if date.possible.is_empty() {
        "a day not known".to_owned()
    } else {
        text::list_or(&date.possible)
    };
    match (&date.as_of, &date.fact) {
        (Some(_), Some(fact)) if date.from.starts_with("--") => format!("law of {day} (--as-of; the facts say {fact})"),
        (Some(_), Some(fact)) => format!("law of {day} (--as-of; {} is {fact})", date.from),
        (Some(_), None) => format!("law of {day} (--as-of)"),
        (None, _) if date.from.is_empty() => format!("law of {day}"),
        (None, _) => format!("law of {day} ({})", date.from),
    }
}

/// `May it go? LICENCE  strictest of licence, policy, export`
fn summary_line(summary: &Summary) -> Line {
    let separator = if summary.title.ends_with('?') { " " } else { ": " };
    let line = Line::of(&summary.title).plain(separator);
    let effects = text::list_or(&summary.effects);
    let mut line = match summary.status {
        Status::Decided => line.tone(
            words::tone(summary.effects.first().map(String::as_str)),
            &effects.to_uppercase(),
        ),
        Status::DoesNotArise => line.plain("does not arise"),
        Status::NotSettled => append(line, words::open("NOT SETTLED", &effects)),
        Status::Error => append(line, words::open("NOT DECIDED", &effects)),
    };
    let of: Vec<&str> = summary.strictest_of.iter().map(|name| words::short(name)).collect();
    if !of.is_empty() {
        line = line.plain("  ").plain(&format!("strictest of {}", of.join(", ")));
    }
    line
}

fn append(mut line: Line, more: Line) -> Line {
    line.pieces.extend(more.pieces);
    line
}

/// What is said where there is no decision.
fn nothing(decision: &Decision) -> Line {
    match decision.status {
        Status::Error => Line::default()
            .tone(Tone::Open, "NOT DECIDED")
            .plain(": the facts have mistakes"),
        Status::Decided | Status::DoesNotArise | Status::NotSettled => Line::of("Nothing to decide"),
    }
}

fn decisions(page: &mut Document, decision: &Decision, verdicts: &[&Verdict], citations: &mut Citations) {
    let (brief, full): (Vec<&Verdict>, Vec<&Verdict>) = verdicts.iter().partition(|verdict| is_plainly_free(verdict));
    // The only decision is never hidden in a list.
    let (brief, full) = if verdicts.len() == 1 {
        (Vec::new(), verdicts.to_vec())
    } else {
        (brief, full)
    };
    let show_date = common_date(decision).is_none();
    let mut settings = decision.set.as_slice();
    for verdict in full {
        let separator = if verdict.title.ends_with('?') { " " } else { ": " };
        let mut line = append(Line::of(&verdict.title).plain(separator), words::outcome(verdict));
        if verdict.by_otherwise && verdict.status == Status::Decided {
            line = line.plain("  otherwise");
        }
        page.line(line);
        let mut rows: Vec<Row> = std::mem::take(&mut settings).iter().map(what_if).collect();
        if show_date {
            rows.push(Row::new("date", Line::of(&law_of(&verdict.law_date))));
        }
        rows.extend(faults(&verdict.errors));
        if let Some(total) = &verdict.rounded_from {
            rows.push(Row::new("rounded", Line::of("from ").value(total)));
        }
        rows.extend(reasons(verdict, citations));
        page.details(rows);
    }
    if !brief.is_empty() {
        let names: Vec<&str> = brief.iter().map(|verdict| verdict.name.as_str()).collect();
        page.line(
            Line::default()
                .tone(Tone::Mild, "Free")
                .plain(" by otherwise: ")
                .plain(&names.join(", ")),
        );
    }
}

/// Whether there is nothing more to say than that no rule concluded it.
fn is_plainly_free(verdict: &Verdict) -> bool {
    verdict.status == Status::Decided
        && verdict.by_otherwise
        && verdict.effects.first().is_some_and(|effect| effect == "free")
        && verdict.rules.is_empty()
        && verdict.comparisons.is_empty()
}

/// `shipment.uses[1].kind is disaster_relief (--set), was other_use`
fn what_if(setting: &Setting) -> Row {
    let line = Line::of(&setting.path)
        .plain(" is ")
        .value(&setting.value)
        .plain(" (--set)");
    let line = match &setting.was {
        Some(was) => line.plain(", was ").value(was),
        None => line.plain(", was not stated"),
    };
    Row::new("what if", line)
}

/// `E202: the parts of ENC are not stated  motor.json:60:11`
fn faults(errors: &[Fault]) -> Vec<Row> {
    let row = |fault: &Fault| {
        let label = if fault.code.starts_with("E2") {
            "hangs on"
        } else {
            "error"
        };
        Row::new(
            label,
            Line::of(&format!("{}: {}", fault.code, fault.title)).place(&fault.at),
        )
    };
    let most = Limits::default().errors_shown;
    let mut rows: Vec<Row> = errors.iter().take(most).map(row).collect();
    let hidden = errors.len().saturating_sub(most);
    if hidden > 0 {
        rows.push(Row::new(
            "",
            Line::of(&format!("and {} more", text::group_digits(&hidden.to_string()))),
        ));
    }
    rows
}

/// Rules that apply and their figures, then those that do not.
fn reasons(verdict: &Verdict, citations: &mut Citations) -> Vec<Row> {
    let applies = |rule: &&RuleResult| rule.state == RuleState::Applies;
    let mut rows = Vec::new();
    for rule in verdict.rules.iter().filter(applies) {
        rows.extend(applying(rule, verdict, citations));
    }
    for comparison in &verdict.comparisons {
        rows.push(figure(comparison));
    }
    rows.extend(table_rows(&verdict.rows));
    for remark in verdict.rules.iter().filter(applies).flat_map(|rule| &rule.remarks) {
        rows.push(Row {
            label: known_word(&remark.word),
            lines: vec![Line::of(&remark.text)],
        });
    }
    for rule in verdict.rules.iter().filter(|rule| !applies(rule)) {
        rows.extend(not_applying(rule, citations));
    }
    rows
}

/// The rows of tables that gave something, the first of them.
fn table_rows(rows: &[TableRow]) -> Vec<Row> {
    let line = |row: &TableRow| {
        let line = Line::default().plain(&row.row).plain(" ").value(&row.value);
        line.apart(Tone::Faint, &row.at)
    };
    let mut shown: Vec<Row> = rows
        .iter()
        .take(MOST_TABLE_ROWS)
        .map(|row| Row::new("row", line(row)))
        .collect();
    let more = rows.len().saturating_sub(MOST_TABLE_ROWS);
    if more > 0 {
        let said = format!("and {} (rulec explain)", text::count(more, "more row", "more rows"));
        shown.push(Row::new("row", Line::of(&said)));
    }
    shown
}

/// The labels of remarks are a closed list, so that no text from outside becomes a label.
fn known_word(word: &str) -> &'static str {
    match word {
        "suspended" => "suspended",
        "in force" => "in force",
        "set aside" => "set aside",
        _ => "note",
    }
}

fn applying(rule: &RuleResult, verdict: &Verdict, citations: &mut Citations) -> Vec<Row> {
    let label = match rule.kind {
        RuleKind::Rule => "rule",
        RuleKind::Exemption => "exemption",
        RuleKind::Restriction => "restriction",
    };
    let mut name = Line::default()
        .tone(Tone::Strong, words::short(&rule.name))
        .title(&rule.title)
        .plain(&witnesses(rule));
    let prevails = rule.includes.is_some() || rule.concludes.iter().all(|outcome| verdict.possible.contains(outcome));
    if !prevails {
        name = name.plain(&format!(", concludes {}", rule.concludes.join(", ")));
    }
    if let Some(amount) = &rule.includes {
        name = name.plain(", includes ").value(amount);
    }
    let mut lines = vec![name];
    let full: Vec<String> = rule.cites.iter().map(|citation| citations.full(citation)).collect();
    lines.extend(full.iter().map(|text| Line::of(text)));
    match lines.last_mut() {
        Some(last) => *last = std::mem::take(last).place(&rule.at),
        None => lines.push(Line::of(&rule.at)),
    }
    let mut rows = vec![Row { label, lines }];
    rows.extend(rule.limbs.iter().map(|limb| limb_row(limb, citations)));
    if let Some(because) = &rule.because {
        rows.push(Row::new("because", Line::of(because)));
    }
    rows
}

/// `item.origin is CN: yes (n61 1(1))`
fn limb_row(limb: &Limb, citations: &mut Citations) -> Row {
    let holds = match limb.holds {
        Answered::Yes => "yes",
        Answered::No => "no",
        Answered::Open => "open",
    };
    let line = Line::of(&format!("{}: {holds}", limb.condition));
    Row::new("limb", line.plain(&citations.bracketed(&limb.cites)))
}

fn witnesses(rule: &RuleResult) -> String {
    if rule.witness_labels.is_empty() {
        String::new()
    } else {
        format!(" for {}", rule.witness_labels.join(", "))
    }
}

/// `foreign_made (n61 1(1), 8) by humanitarian`
fn not_applying(rule: &RuleResult, citations: &mut Citations) -> Vec<Row> {
    let label = match rule.state {
        RuleState::Applies => "rule",
        RuleState::SetAside => "set aside",
        RuleState::Suspended => "suspended",
        RuleState::NotYetInForce => "not yet",
        RuleState::Ended => "ended",
    };
    let mut line = Line::default()
        .tone(Tone::Strong, words::short(&rule.name))
        .plain(&witnesses(rule));
    line = line.plain(&citations.bracketed(&rule.cites));
    // A remark that says by what says it better than a list of names.
    let (by_remark, others): (Vec<&Remark>, Vec<&Remark>) =
        rule.remarks.iter().partition(|remark| remark.text.starts_with("by "));
    let by: Vec<&str> = rule.by.iter().map(|name| words::short(name)).collect();
    if !by_remark.is_empty() {
        let texts: Vec<&str> = by_remark.iter().map(|remark| remark.text.as_str()).collect();
        line = line.plain(" ").plain(&texts.join("; "));
    } else if !by.is_empty() {
        line = line.plain(" by ").plain(&text::list_and(&by));
    }
    if !rule.concludes.is_empty() {
        line = line.plain(&format!("; would conclude {}", rule.concludes.join(", ")));
    }
    if let Some(amount) = &rule.includes {
        line = line.plain("; would include ").value(amount);
    }
    let mut rows = vec![Row::new(label, line)];
    rows.extend(others.iter().map(|remark| Row::new("", Line::of(&remark.text))));
    rows
}

/// The comparison, and what its left side is made of.
fn figure(comparison: &Comparison) -> Row {
    let mut lines = vec![words::comparison(comparison)];
    match &comparison.made_of {
        Some(makeup) if makeup.of.is_some() || !makeup.terms.is_empty() => lines.push(made_of(makeup)),
        Some(_) | None => {}
    }
    Row { label: "figure", lines }
}

/// `55.20 EUR of 48 000 EUR: DY 38.40, TB 16.80  motor.json:41:30, 52:30`
fn made_of(makeup: &Makeup) -> Line {
    let mut line = Line::default().value(&makeup.total);
    if let Some(of) = &makeup.of {
        line = line.plain(" of ").value(of);
    }
    let unit = |value: &str| value.split_once(' ').map(|(_, unit)| unit.to_owned());
    let common = unit(&makeup.total);
    let mut places: Vec<&str> = Vec::new();
    for (index, term) in makeup.terms.iter().enumerate() {
        line = line
            .plain(if index == 0 { ": " } else { ", " })
            .plain(&term.label)
            .plain(&escape::TIED.to_string());
        // The unit of the total is not said again.
        line = match (term.value.split_once(' '), &common) {
            (Some((number, unit)), Some(common)) if unit == common => line.value(number),
            _ => line.value(&term.value),
        };
        places.extend(term.at.as_deref());
    }
    line.place(&joined_places(&places))
}

/// `motor.json:41:30, 52:30`: the file is said once.
fn joined_places(places: &[&str]) -> String {
    let mut out = String::new();
    let mut last_file = "";
    for place in places {
        let mut parts = place.rsplitn(3, ':');
        let (column, line, file) = (
            parts.next().unwrap_or(""),
            parts.next().unwrap_or(""),
            parts.next().unwrap_or(""),
        );
        out.push_str(if out.is_empty() { "" } else { ", " });
        if file == last_file && !file.is_empty() {
            out.extend([line, ":", column]);
        } else {
            out.push_str(place);
        }
        last_file = file;
    }
    out
}

/// `rules 4f2a91c0 (cn.bans, cn.core)  facts 91bc07de`
fn hashes(decision: &Decision) -> Line {
    let brief = |hash: &str| {
        hash.rsplit(':')
            .next()
            .unwrap_or("")
            .chars()
            .take(8)
            .collect::<String>()
    };
    let rules = format!(
        "rules {} ({})",
        brief(&decision.rules.hash),
        decision.rules.rulesets.join(", ")
    );
    Line::default()
        .tone(Tone::Faint, &rules)
        .apart(Tone::Faint, &format!("facts {}", brief(&decision.facts.hash)))
}
