//! Reasons as diagnostics: what is not known or cannot be computed, where it is used, and how to give it.

use crate::diagnostic::Code;
use crate::diagnostic::Diagnostic;
use crate::facts::CellValue;
use crate::facts::Facts;
use crate::plan::ExprKind;
use crate::plan::Nearest;
use crate::plan::ObligationId;
use crate::source::Span;
use crate::value::RecordRef;
use crate::value::Type;
use crate::value::Value;

use super::Cause;
use super::cause::Failure;
use super::duties::Doubt;
use super::trace::Words;

/// A reason as a diagnostic.
#[expect(clippy::too_many_lines, reason = "one arm a kind of reason, its words beside it")]
pub(super) fn diagnostic(words: Words, cause: &Cause) -> Diagnostic {
    match cause {
        Cause::LeftOut { record, field } => left_out(words, *record, *field),
        Cause::Stranger { record, field } => stranger(words, *record, *field),
        Cause::NotListed {
            table,
            column,
            value,
            at,
        } => not_listed(words, (*table, *column), value, words.plan.exprs.at(*at).span),
        Cause::NoRow { table, keys, at } => no_row(words, *table, keys, words.plan.exprs.at(*at).span),
        Cause::Against { answer, row, at } => super::answers_said::against(words, *answer, *row, *at),
        Cause::Unread { row, value, at } => {
            unread(words, *row, value.as_ref(), at.map(|at| words.plan.exprs.at(at).span))
        }
        Cause::MoreRows { table } => {
            let about = words.plan.tables.at(*table);
            let incomplete = about.incomplete.as_ref();
            let span = incomplete.map_or(about.span, |incomplete| incomplete.span);
            Diagnostic::error(
                Code::E201,
                span,
                format!("{} may have more rows than are here", about.name),
            )
            .here("so going through its rows settles nothing")
            .help(format!(
                "ask for each value whether it is in a column of {}",
                about.name
            ))
        }
        Cause::NotInGroup { group, value } => {
            let about = words.plan.groups.at(*group);
            let span = about
                .incomplete
                .as_ref()
                .map_or(about.span, |incomplete| incomplete.span);
            let title = match value {
                Some(value) => {
                    let value = words.value(value, &about.ty, &[]);
                    format!("whether `{value}` is in {} is not known", about.name)
                }
                None => format!("{} may have more members than are here", about.name),
            };
            Diagnostic::error(Code::E201, span, title).here("so absence is no answer")
        }
        Cause::NoVersion { group, date } => {
            let about = words.plan.groups.at(*group);
            let mut found = Diagnostic::error(
                Code::E103,
                about.span,
                format!("group `{}` has no members on {date}", about.name),
            )
            .here("none of its versions is in force then");
            if let Some(first) = about.versions.first() {
                found = found.label(first.span, "its first version");
            }
            found
        }
        Cause::Reading(reading) => {
            let about = words.plan.readings.at(*reading);
            let choices: Vec<String> = about.choices.iter().map(|(name, _)| format!("`{name}`")).collect();
            let first = about.choices.first().map_or("", |(name, _)| name);
            let advice = about
                .suggested
                .and_then(|number| about.choices.get(usize::from(number)));
            let mut found = Diagnostic::error(
                Code::E203,
                about.span,
                format!("reading `{}` is not chosen", about.name),
            )
            .here(about.title.to_string())
            .help(format!("choose {}", crate::text::list_or(&choices)));
            found = match advice {
                Some((name, _)) => found.help(format!(
                    "--reading {}={name} (the author's advice), or under [readings] in rulec.toml",
                    about.name
                )),
                None => found.help(format!(
                    "--reading {}={first}, or under [readings] in rulec.toml",
                    about.name
                )),
            };
            found
        }
        Cause::NoDate(ruleset) => {
            let about = words.plan.rulesets.at(*ruleset);
            Diagnostic::error(Code::E202, about.span, format!("{} has no date of the law", about.name))
                .here("it names no date, and none was given")
                .help("give `--as-of`")
        }
        Cause::Coarse { value, at } => {
            let shown = words.value(value, &Type::Text, &[]);
            Diagnostic::error(
                Code::E202,
                words.plan.exprs.at(*at).span,
                format!("`{shown}` is coarser than the code of the law"),
            )
            .here("a code below it may be meant, or not")
            .help("give the full code in the facts")
        }
        Cause::Duty { obligation, doubt } => duty(words, *obligation, *doubt),
        Cause::Failed(failure) => failed(words, failure),
        Cause::Circle { code, at, members, of } => circle(words, *code, *at, (members, *of)),
        Cause::Both(..) => Diagnostic::general(Code::X100, "a reason of several reasons"),
    }
}

/// Most of a circle that are named.
const MOST_NAMED: usize = 8;

/// Figures in a circle that cannot be computed: who hangs on whom.
fn circle(words: Words, code: Code, at: crate::plan::ExprId, (members, of): (&[RecordRef], usize)) -> Diagnostic {
    let mut names: Vec<String> = members.iter().take(MOST_NAMED).map(|one| words.label(*one)).collect();
    if members.len() > MOST_NAMED {
        names.push("…".to_owned());
    }
    names.extend(members.first().map(|first| words.label(*first)));
    let shown = names.join(", ");
    let span = words.plan.exprs.at(at).span;
    let mut found = if code == Code::E108 {
        Diagnostic::error(
            code,
            span,
            format!("{of} in one circle are too many to work out: {shown}"),
        )
        .here("each hangs on all the others")
        .help("split the circle where a holding is known to be of no account; `rulec --limits` tells the bound")
    } else {
        Diagnostic::error(code, span, format!("a circle that feeds itself in full: {shown}"))
            .here("what goes round comes back whole, so no finite figure solves it")
            .help("correct the shares: those in the circle hold each other in full, and nobody else can hold them")
    };
    if let Some(first) = members.first() {
        found = found.path(words.record_path(*first));
        if let Some(entry) = words.facts.record(*first) {
            let begin = entry.place.0;
            found = found.label(words.facts.span((begin, begin.saturating_add(1))), "in the circle");
        }
    }
    found
}

/// A key that is left out: at the record, with what to write.
fn left_out(words: Words, record: RecordRef, field: crate::plan::FieldId) -> Diagnostic {
    let facts = words.facts;
    let place = facts.record(record).map_or((0, 0), |entry| entry.place);
    // Only the opening brace: the record may be the whole file.
    let at = facts.span((place.0, place.0.saturating_add(1).min(place.1)));
    let name = words.field_name(record, field);
    let shape = facts
        .record(record)
        .and_then(|entry| words.plan.shape.records.get(entry.ty));
    let about = shape.and_then(|shape| shape.fields.get(field));
    let identity = words.identity(record);
    let owner = if identity.is_empty() {
        String::new()
    } else {
        format!(" of {identity}")
    };
    let parts = shape.is_some_and(|shape| shape.parts == Some(field));
    let title = if parts {
        format!("the parts{owner} are not stated")
    } else {
        format!("`{name}`{owner} is not stated")
    };
    let mut found = Diagnostic::error(Code::E202, at, title)
        .here(format!("no key `{name}`"))
        .path(words.path(record, field));
    if let Some(about) = about {
        if !about.ask.is_empty() {
            found = found.help(about.ask.to_string());
        }
        let nothing = matches!(about.ty, Type::List(_));
        let none = matches!(about.ty, Type::Optional(_));
        if nothing {
            found = found.help(format!("`\"{name}\": []` if there are none"));
        } else if none {
            found = found.help(format!("`\"{name}\": null` if there is none"));
        }
        found = found.label(
            about.span,
            format!(
                "declared here: {}",
                if about.title.is_empty() {
                    &about.name
                } else {
                    &about.title
                }
            ),
        );
    }
    found
}

fn stranger(words: Words, record: RecordRef, field: crate::plan::FieldId) -> Diagnostic {
    let mut found = left_out(words, record, field);
    found
        .help
        .push("it may name somebody who is in no list of the facts".to_owned());
    found
}

/// A value that no row of an incomplete table has.
fn not_listed(
    words: Words,
    (table, column): (crate::value::TableId, crate::plan::ColumnId),
    value: &Value,
    used: Span,
) -> Diagnostic {
    let about = words.plan.tables.at(table);
    let in_column = about.columns.at(column);
    let shown = words.value(value, &in_column.ty, &[]);
    let list = format!("{}.{}", about.name, in_column.name);
    let title = format!("whether `{shown}` is in {list} is not known");
    let rows = about.rows.len();
    let mut found = match place_of_value(words.facts, value) {
        Some(place) => Diagnostic::error(Code::E201, place, title)
            .here(format!("not among its {}", crate::text::count(rows, "row", "rows"))),
        None => Diagnostic::error(Code::E201, used, title),
    };
    if let Some(incomplete) = &about.incomplete {
        found = found.label(incomplete.span, "so absence is no answer");
    }
    let mut earlier = words.facts.answers_about((table, column), value);
    if let Some(day) = earlier.find_map(|number| words.facts.answers.get(number)?.date) {
        return found.help(super::answers_said::too_old(words, day));
    }
    let date = words
        .law_date
        .map_or_else(|| "YYYY-MM-DD".to_owned(), |date| date.to_string());
    let escaped = serde_json::Value::from(shown).to_string();
    found.help("look it up in the full list and add").help(format!(
        "\"$answers\": [{{\"list\": \"{list}\", \"value\": {escaped}, \"is_in\": false, \"$date\": \"{date}\"}}]"
    ))
}

/// A key of which an incomplete table may lack the row.
fn no_row(words: Words, table: crate::value::TableId, keys: &[Value], used: Span) -> Diagnostic {
    let about = words.plan.tables.at(table);
    let types = about.key.iter().map(|column| &about.columns.at(*column).ty);
    let shown: Vec<String> = keys
        .iter()
        .zip(types)
        .map(|(key, ty)| words.value(key, ty, &[]))
        .collect();
    let title = format!(
        "which row of {} is meant by `{}` is not known",
        about.name,
        shown.join(", ")
    );
    let nearer = match about.nearest {
        Nearest::Exact => "the table may lack it",
        Nearest::Narrowest => "a row with a narrower code may be missing",
        Nearest::Latest => "a row of a later day may be missing",
    };
    let mut found = Diagnostic::error(Code::E201, used, title).here(nearer);
    if let Some(incomplete) = &about.incomplete {
        found = found.label(incomplete.span, "so absence is no answer");
    }
    super::answers_said::how_to_answer(words, table, keys, found)
}

/// Where a value stands in the facts: the first cell that holds it.
fn place_of_value(facts: &Facts, value: &Value) -> Option<Span> {
    let cell = facts
        .cells
        .iter()
        .find(|cell| matches!(&cell.value, CellValue::Known(known) if known == value))?;
    Some(facts.span(cell.place))
}

fn unread(words: Words, row: crate::value::RowId, value: Option<&Value>, used: Option<Span>) -> Diagnostic {
    let about = words.plan.rows.at(row);
    let table = words.plan.tables.at(about.table);
    let shown = value.map(|value| words.value(value, &Type::Text, &[]));
    let title = match (&shown, about.certain) {
        (Some(shown), false) => format!(
            "whether `{shown}` is in {} is not certain: nobody read its row",
            table.name
        ),
        (Some(shown), true) => format!(
            "whether `{shown}` is in {} is not known: a cell was not read",
            table.name
        ),
        (None, false) => format!("a row of {} is not certain: nobody read it", table.name),
        (None, true) => format!("a cell of {} is `unknown`: nobody read it", table.name),
    };
    let mut found = Diagnostic::error(Code::E204, about.span, title).here("this row");
    if let Some(used) = used {
        found = found.label(used, "asked here");
    }
    found.help("read the text, or answer it in `\"$answers\"`")
}

/// No version of a definition or a rule is in force.
fn no_version(words: Words, failure: &Failure, kind: &ExprKind) -> Diagnostic {
    let expr = words.plan.exprs.at(failure.at);
    let name = words.written(failure.at);
    let day = match &failure.sides {
        Some((Value::Date(date), _)) => date.to_string(),
        Some(_) | None => "that day".to_owned(),
    };
    let mut found = Diagnostic::error(Code::E103, expr.span, format!("`{name}` has no version on {day}"));
    if let ExprKind::Versions(versions) = kind
        && let Some(first) = versions.first()
    {
        found = found.label(first.span, "its first version");
    }
    found
}

/// Why it is not known whether an obligation was done in time.
fn duty(words: Words, obligation: ObligationId, doubt: Doubt) -> Diagnostic {
    let about = words.plan.obligations.at(obligation);
    let name = &about.name;
    let said = |title: String| Diagnostic::error(Code::E205, about.span, title);
    match doubt {
        Doubt::Calendar(calendar) => {
            let calendar = words.plan.calendars.at(calendar);
            let known = calendar
                .covers
                .map_or_else(String::new, |(first, last)| format!("from {first} to {last}"));
            said(format!(
                "the due date of `{name}` lies beyond calendar `{}`",
                calendar.name
            ))
            .label(calendar.span, format!("it knows the days {known}"))
            .help("add the holidays of the following year, and let the calendar cover it")
        }
        Doubt::NotObserved(due) => said(format!(
            "nobody says on which day it is looked at whether `{name}` is done"
        ))
        .here(format!("due {due}"))
        .help("give `--observed DATE`; in a test `observed DATE`"),
        Doubt::AtOnce => said(format!("`{name}` is due at once, and no day is named"))
            .here("so whether it was done in time is not known")
            .help("ask whether it is owed, or whether it is done"),
        Doubt::Undated => said(format!("nothing says on which day `{name}` was done"))
            .here("it was due before the day on which it is looked at")
            .help("`done on …` with a date says it"),
        Doubt::Again => said(format!("nothing says whether `{name}` was done again"))
            .here("it recurs, and one day is stated")
            .help("look at it each time: `--observed` a day before the second due date"),
    }
}

/// What cannot be computed.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "every other code of a failure is a fault of ours"
)]
#[expect(clippy::too_many_lines, reason = "one arm a kind of failure, its words beside it")]
fn failed(words: Words, failure: &Failure) -> Diagnostic {
    let expr = words.plan.exprs.at(failure.at);
    let written = words.written(failure.at);
    let sides = failure.sides.as_ref().map(|(left, right)| {
        (
            words.value(left, &Type::Decimal, &[]),
            words.value(right, &Type::Decimal, &[]),
        )
    });
    let found = match failure.code {
        Code::E101 => Diagnostic::error(Code::E101, expr.span, format!("`{written}` divides by zero")),
        Code::E102 => Diagnostic::error(Code::E102, expr.span, format!("`{written}` goes beyond all limits")),
        Code::E103 if failure.parameter.is_none() => no_version(words, failure, &expr.kind),
        Code::E103 => {
            let name = failure
                .parameter
                .map_or("", |parameter| &words.plan.parameters.at(parameter).name);
            let mut found = Diagnostic::error(
                Code::E103,
                expr.span,
                match &failure.sides {
                    Some((Value::Date(date), _)) => format!("`{written}` has no value on {date}"),
                    Some((key, _)) => {
                        let key = words.value(key, &Type::Decimal, &[]);
                        format!("`{name}` has no value for `{key}`")
                    }
                    None => format!("`{name}` has no value on that day"),
                },
            );
            if let Some(parameter) = failure.parameter {
                found = found.label(words.plan.parameters.at(parameter).span, "its values and their days");
            }
            found
        }
        Code::E104 => {
            let name = failure.table.map_or("", |table| &words.plan.tables.at(table).name);
            let key = sides.as_ref().map_or("", |(key, _)| key);
            Diagnostic::error(Code::E104, expr.span, format!("{name} has no row for `{key}`"))
        }
        Code::E110 => {
            let name = match &expr.kind {
                ExprKind::Rows(rows) => &*words.plan.decision_tables.at(rows.table).name,
                _ => "",
            };
            let title = match &sides {
                Some((one, other)) => format!("rows of `{name}` that fit give {one} and {other}"),
                None => format!("no row of `{name}` fits"),
            };
            Diagnostic::error(Code::E110, expr.span, title)
                .here("its rows")
                .help("look at what is handed to it, and at who is in its groups")
        }
        Code::E302 => {
            let (left, right) = sides.clone().unwrap_or_default();
            let unit = |text: &str| text.rsplit(' ').next().unwrap_or("").to_owned();
            let mut found = Diagnostic::error(
                Code::E302,
                expr.span,
                format!("{} and {} meet without a rate", unit(&left), unit(&right)),
            );
            if let Some((one, other)) = &failure.sides {
                for value in [one, other] {
                    if let Some(place) = place_of_value(words.facts, value) {
                        let currency = unit(&words.value(value, &Type::Money, &[]));
                        found = found.label(place, format!("in {currency}"));
                    }
                }
            }
            found
        }
        Code::E105 => Diagnostic::error(Code::E105, expr.span, format!("`{written}` is outside the calendar")),
        Code::E106 => {
            let none = matches!(&failure.sides, Some((Value::Number(count), _)) if count.is_zero());
            let title = if none {
                format!("`{written}`: there is none")
            } else {
                let count = sides.as_ref().map_or("", |(count, _)| count);
                format!("`{written}`: there are {count}")
            };
            Diagnostic::error(Code::E106, expr.span, title)
        }
        Code::E303 => Diagnostic::error(
            Code::E303,
            expr.span,
            "neither is longer: how many days a month has depends on the month",
        ),
        _ => Diagnostic::error(
            Code::X100,
            expr.span,
            format!("`{written}` could not be worked out; this is a fault in rulec"),
        ),
    };
    match (failure.code, sides) {
        (Code::E101, Some((left, right))) => found
            .here(format!("{left} / {right}"))
            .help("correct the amount that is 0, or leave it out if it is not known"),
        (Code::E105, Some((left, right))) => found
            .here(format!("{left} and {right}"))
            .help("years go from 0001 to 9999; correct the day or the duration"),
        (Code::E303, Some((left, right))) => found
            .here(format!("{left} and {right}"))
            .help("state both in days, or both in months or years"),
        (Code::E106, _) => found
            .here("exactly one belongs here")
            .help("correct the facts, or say in the rule which one is meant: `the only … where …`"),
        (Code::E302, Some((left, right))) => found.help(conversion_offered(words, &left, &right)),
        _ => found,
    }
}

/// A way out where two currencies meet: a conversion by the table of rates that the rules have.
fn conversion_offered(words: Words, left: &str, right: &str) -> String {
    let unit = |text: &str| text.rsplit(' ').next().unwrap_or("").to_owned();
    let table = words.plan.tables.iter().find(|table| table.rate_column().is_some());
    match table {
        Some(table) => format!(
            "state both amounts in one currency, or convert one in the rule: `… converted to {} by {} on …`",
            unit(right),
            table.name
        ),
        None => format!(
            "state both amounts in one currency; the rules have no table of rates to convert {} by",
            unit(left)
        ),
    }
}
