//! Rows whose cells stand below each other: between bars, and in lists of names with their texts.

use super::page::Page;

/// The cells of a row, and where it stood.
pub(super) type Row = (Vec<String>, Option<usize>);

/// Rows between bars, each on a new line.
pub(super) fn bars(page: &mut Page, rows: &[Row]) {
    let widths = widths(rows);
    for (cells, at) in rows {
        bar_line(page, cells.iter().zip(widths.iter().copied()), *at);
    }
}

/// Rows between bars, and `else`, which spans the first cells, so many as there are inputs.
pub(super) fn bars_and_else(page: &mut Page, rows: &[Row], inputs: usize, otherwise: Option<&Row>) {
    let mut all = rows.to_vec();
    if let Some((results, at)) = otherwise {
        let blank = std::iter::repeat_n(String::new(), inputs);
        all.push((blank.chain(results.iter().cloned()).collect(), *at));
    }
    let mut widths = widths(&all);
    // A single input that is narrower than the word.
    if let (Some(_), 1, Some(first)) = (otherwise, inputs, widths.first_mut()) {
        *first = (*first).max("else".len());
    }
    for (cells, at) in rows {
        bar_line(page, cells.iter().zip(widths.iter().copied()), *at);
    }
    if let Some((results, at)) = otherwise {
        let bars = inputs.saturating_sub(1).saturating_mul(" | ".len());
        let span = widths.iter().take(inputs).sum::<usize>().saturating_add(bars);
        let word = "else".to_owned();
        let after = results.iter().zip(widths.iter().skip(inputs).copied());
        bar_line(page, std::iter::once((&word, span)).chain(after), *at);
    }
}

fn bar_line<'r>(page: &mut Page, cells: impl Iterator<Item = (&'r String, usize)>, at: Option<usize>) {
    page.line();
    let mut line = String::from("|");
    for (cell, width) in cells {
        line.push(' ');
        line.push_str(&padded(cell, width));
        line.push_str(" |");
    }
    place(page, line, at);
}

/// Rows without bars, each on a new line.
pub(super) fn columns(page: &mut Page, rows: &[Row]) {
    for (line, at) in aligned(rows) {
        page.line();
        place(page, line, at);
    }
}

/// The lines of rows without bars; columns in which nothing stands are left out.
pub(super) fn aligned(rows: &[Row]) -> Vec<(String, Option<usize>)> {
    let widths = widths(rows);
    let line = |cells: &[String]| {
        let used = cells.iter().zip(&widths).filter(|(_, width)| **width > 0);
        let cells = used.map(|(cell, width)| padded(cell, *width)).collect::<Vec<_>>();
        cells.join(" ").trim_end().to_owned()
    };
    rows.iter().map(|(cells, at)| (line(cells), *at)).collect()
}

fn place(page: &mut Page, line: String, at: Option<usize>) {
    match at {
        Some(at) => page.placed(line, at),
        None => page.words(line),
    }
}

fn widths(rows: &[Row]) -> Vec<usize> {
    let columns = rows.iter().map(|(cells, _)| cells.len()).max().unwrap_or(0);
    let width = |column: usize| {
        rows.iter()
            .filter_map(|(cells, _)| cells.get(column))
            .map(|cell| cell.chars().count())
            .max()
            .unwrap_or(0)
    };
    (0..columns).map(width).collect()
}

fn padded(cell: &str, width: usize) -> String {
    format!("{cell:<width$}")
}

/// The last cell of the heading above a row: the author's word for the value.
pub(super) fn last_heading(text: &str, row: usize) -> Option<&str> {
    let before = text.get(..row)?.trim_end();
    let line = before.lines().rev().find(|line| line.trim_start().starts_with('|'))?;
    let bars = line.rfind('|').and_then(|end| line.get(..end))?;
    Some(bars.rsplit('|').next()?.trim()).filter(|cell| !cell.is_empty())
}
