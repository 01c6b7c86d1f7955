//! The last part of an answer: what is owed, which flags are raised, and on which readings, answers and defaults it
//! rests.

use super::words;
use super::words::Citations;
use crate::decision::Answer;
use crate::decision::Answered;
use crate::decision::Decision;
use crate::decision::Figure;
use crate::decision::Flag;
use crate::decision::LeftOut;
use crate::decision::Obligation;
use crate::decision::ReadingUsed;
use crate::render::document::Line;
use crate::render::document::Row;
use crate::render::document::Tone;
use crate::text;

/// How many elements an answer is about.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Elements {
    /// One, or none: it is not named again.
    One,
    /// Several: what concerns one of them says so.
    Several,
}

/// The rows, in their order.
pub(super) fn rows(decision: &Decision, elements: Elements, citations: &mut Citations) -> Vec<Row> {
    let owed = decision
        .obligations
        .iter()
        .filter(|it| it.owed == Answered::Yes)
        .flat_map(|it| obligation(it, elements, citations));
    let mut rows = section("Owed", owed.collect());
    let open = decision
        .obligations
        .iter()
        .filter(|it| it.owed == Answered::Open)
        .flat_map(|it| obligation(it, elements, citations));
    rows.extend(section("May be owed", open.collect()));
    let flags = |review: bool, raised: Answered| {
        decision
            .flags
            .iter()
            .filter(move |flag| flag.for_review == review && flag.raised == raised)
    };
    for (label, review, raised) in [
        ("Review", true, Answered::Yes),
        ("Review?", true, Answered::Open),
        ("Flags", false, Answered::Yes),
        ("Flags?", false, Answered::Open),
    ] {
        rows.extend(section(
            label,
            flags(review, raised).map(|it| flag(it, elements, citations)).collect(),
        ));
    }
    rows.extend(section(
        "Figures",
        decision.figures.iter().map(|it| figure(it, citations)).collect(),
    ));
    let mut rests: Vec<Line> = decision.readings.iter().map(reading).collect();
    if let Some(day) = decision.observed.as_ref().filter(|_| !decision.obligations.is_empty()) {
        rests.push(Line::of(&format!("obligations looked at on {day} (--observed)")));
    }
    rests.extend(decision.answers.iter().map(answer));
    rests.extend(decision.left_out.iter().map(left_out));
    rows.extend(section("Rests on", rests));
    rows
}

fn section(label: &'static str, lines: Vec<Line>) -> Vec<Row> {
    if lines.is_empty() {
        Vec::new()
    } else {
        vec![Row { label, lines }]
    }
}

/// `compliance_notice(P1 Hanil Robotics) by P0 Neckar Antriebe, no due date  n61 7`, and below it the title, which may
/// say by when, where no day was worked out.
fn obligation(obligation: &Obligation, elements: Elements, citations: &mut Citations) -> Vec<Line> {
    let mut line = Line::default().tone(Tone::Strong, words::short(&obligation.name));
    if !obligation.with_labels.is_empty() {
        line = line.plain(&format!("({})", obligation.with_labels.join(", ")));
    }
    if elements == Elements::Several && !obligation.for_label.is_empty() {
        line = line.plain(&format!(" for {}", obligation.for_label));
    }
    if !obligation.owed_by_label.is_empty() {
        line = line.plain(" by ").plain(&obligation.owed_by_label);
    }
    line = until_when(line, obligation);
    line = match (obligation.done, obligation.breached) {
        (Answered::Yes, Answered::Yes) => line.plain(", ").tone(Tone::Strict, "done late"),
        (_, Answered::Yes) => line.plain(", ").tone(Tone::Strict, "breached"),
        (Answered::Yes, Answered::No | Answered::Open) => line.plain(", done"),
        (Answered::No | Answered::Open, Answered::No | Answered::Open) => line,
    };
    let mut lines = vec![line.apart(Tone::Plain, &citations.brief(&obligation.cites))];
    if obligation.due.is_none() && obligation.until.is_none() && !obligation.title.is_empty() {
        lines.push(Line::of(&format!("\"{}\"", obligation.title)));
    }
    lines
}

/// `, due 2026-12-15: 10 working days after 2026-12-01`
fn until_when(line: Line, obligation: &Obligation) -> Line {
    let because = match obligation.due_words.as_str() {
        "" => String::new(),
        words => format!(": {words}"),
    };
    match (&obligation.due, &obligation.until) {
        (Some(due), _) if obligation.recurs => line.plain(&format!(", due again and again, first {due}{because}")),
        (Some(due), _) => line.plain(&format!(", due {due}{because}")),
        (None, Some(until)) => line.plain(&format!(", until {until}{because}")),
        (None, None) if obligation.at_once => line.plain(", due at once"),
        (None, None) if because.is_empty() => line.plain(", no due date"),
        (None, None) => line.plain(", ").tone(Tone::Open, "due date not known").plain(&because),
    }
}

/// `truce_to_check "The end of the suspension must be checked"  n70 1 (press)`
fn flag(flag: &Flag, elements: Elements, citations: &mut Citations) -> Line {
    let mut line = Line::default()
        .tone(Tone::Strong, words::short(&flag.name))
        .title(&flag.title);
    if !flag.witness_labels.is_empty() {
        line = line.plain(&format!(" for {}", flag.witness_labels.join(", ")));
    } else if elements == Elements::Several && !flag.for_label.is_empty() {
        line = line.plain(&format!(" for {}", flag.for_label));
    }
    line.apart(Tone::Plain, &citations.brief(&flag.cites))
}

fn figure(figure: &Figure, citations: &mut Citations) -> Line {
    let line = Line::default()
        .tone(Tone::Strong, words::short(&figure.name))
        .title(&figure.title)
        .plain(" ");
    let line = match &figure.r#for {
        Some(element) => line.plain(&format!("for {element} ")),
        None => line,
    };
    let line = match &figure.value {
        Some(value) => line.value(value),
        None => line.tone(Tone::Open, "open"),
    };
    line.apart(Tone::Plain, &citations.brief(&figure.cites))
}

/// `end_of_truce is lapsed (--reading); extended: free`
fn reading(reading: &ReadingUsed) -> Line {
    let line = Line::default().tone(Tone::Strong, words::short(&reading.name));
    let mut line = match &reading.choice {
        Some(choice) => line.plain(&format!(" is {choice} ({})", reading.by)),
        None => line.plain(" is ").tone(Tone::Open, "open"),
    };
    for (choice, outcomes) in &reading.otherwise {
        // That a further decision then does not arise follows from the outcome that makes it so.
        let arising: Vec<&String> = outcomes.iter().filter(|outcome| *outcome != "does not arise").collect();
        let shown = if arising.is_empty() {
            outcomes.iter().collect()
        } else {
            arising
        };
        line = line.plain(&format!("; {choice}: {}", text::list_or(&shown)));
    }
    line
}

/// `Hanil Robotics not in listed_parties (answer of 2026-12-01, motor.json:14:3)`
fn answer(answer: &Answer) -> Line {
    match answer {
        Answer::IsIn {
            list,
            value,
            is_in,
            date,
            source,
            at,
        } => {
            let table = list.rsplit('.').nth(1).unwrap_or(list);
            let verb = if *is_in { "in" } else { "not in" };
            let from = answered_where(Some(date), source.as_deref(), at);
            Line::of(value).plain(&format!(" {verb} {table} ({from})"))
        }
        Answer::LookUp {
            table,
            keys,
            column,
            value,
            date,
            source,
            at,
        } => {
            let line = Line::of(&format!("{}({}).{column} is ", words::short(table), keys.join(", "))).value(value);
            let from = answered_where(date.as_deref(), source.as_deref(), at);
            line.plain(&format!(" ({from})"))
        }
        Answer::NoRow {
            table,
            keys,
            is_in: _,
            date,
            source,
            at,
        } => {
            let from = answered_where(date.as_deref(), source.as_deref(), at);
            Line::of(&format!("{}({}) is not there", words::short(table), keys.join(", "))).plain(&format!(" ({from})"))
        }
    }
}

/// `answer of 2026-12-01, Bank of China, motor.json:14:3`
fn answered_where(date: Option<&str>, source: Option<&str>, at: &str) -> String {
    let day = date.map_or_else(|| "answer".to_owned(), |date| format!("answer of {date}"));
    match source {
        Some(source) => format!("{day}, {source}, {at}"),
        None => format!("{day}, {at}"),
    }
}

/// `Article.technology left out 3 times, which means []`
fn left_out(left_out: &LeftOut) -> Line {
    let times = if left_out.times == 1 {
        String::new()
    } else {
        format!(" {} times", left_out.times)
    };
    Line::default()
        .tone(Tone::Strong, &left_out.field)
        .plain(&format!(" left out{times}, which means "))
        .value(&left_out.means)
}
