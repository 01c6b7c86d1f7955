//! A page as Markdown, for pull requests: headings, lists, tables; nothing in a text can act as Markdown or HTML.

use crate::render::document::Block;
use crate::render::document::Branch;
use crate::render::document::Document;
use crate::render::document::Line;
use crate::render::document::Row;
use crate::render::document::Tone;
use crate::render::escape;

/// The page as Markdown, its last line ended.
pub(crate) fn write(document: &Document) -> String {
    let mut out = String::new();
    for block in &document.blocks {
        match block {
            Block::Heading(line) => out.extend(["### ", &text(line), "\n\n"]),
            Block::Line(line) | Block::Paragraph(line) => out.extend([&text(line), "\n\n"]),
            Block::Details(rows) | Block::Sections(rows) => list(&mut out, rows),
            Block::Table(head, rows) => table(&mut out, head, rows),
            Block::Tree(roots) => {
                branches(&mut out, roots, "");
                out.push('\n');
            }
            Block::Code(line) => out.extend(["    ", &escape::shown(line), "\n"]),
            Block::Gap => {}
        }
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

fn list(out: &mut String, rows: &[Row]) {
    for row in rows {
        let label = if row.label.is_empty() {
            String::new()
        } else {
            format!("*{}*: ", row.label)
        };
        let lines: Vec<String> = row.lines.iter().map(text).collect();
        out.extend(["- ", &label, &lines.join("  \n  "), "\n"]);
    }
    out.push('\n');
}

fn table(out: &mut String, head: &[Line], rows: &[Vec<Line>]) {
    let row = |cells: &[Line]| format!("| {} |\n", cells.iter().map(text).collect::<Vec<_>>().join(" | "));
    *out += &row(head);
    out.extend(["|", &"---|".repeat(head.len()), "\n"]);
    for cells in rows {
        *out += &row(cells);
    }
    out.push('\n');
}

fn branches(out: &mut String, list: &[Branch], indent: &str) {
    for branch in list {
        out.extend([indent, "- ", &text(&branch.line), "\n"]);
        branches(out, &branch.children, &format!("{indent}  "));
    }
}

fn text(line: &Line) -> String {
    let mut out = String::new();
    for (tone, piece) in &line.pieces {
        // What stands apart on a terminal by two blanks, which Markdown makes one.
        if piece == "  " {
            out.push_str(" · ");
            continue;
        }
        let blanks = piece.len().saturating_sub(piece.trim_start().len());
        let (before, rest) = piece.split_at_checked(blanks).unwrap_or(("", piece));
        let words = rest.trim_end();
        let after = rest.get(words.len()..).unwrap_or("");
        let mark = match tone {
            Tone::Plain | Tone::Faint => "",
            Tone::Strong | Tone::Strict | Tone::Middle | Tone::Mild | Tone::Open => "**",
        };
        let mark = if words.is_empty() { "" } else { mark };
        out.extend([before, mark, &escaped(words), mark, after]);
    }
    out.replace(escape::TIED, " ").trim().to_owned()
}

/// A text that is nothing but text in Markdown.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in escape::shown(text).chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '#' | '~' | '!' => {
                out.push('\\');
                out.push(character);
            }
            // An address or a mention is no link.
            '@' => out.push_str("&#64;"),
            _ => out.push(character),
        }
    }
    out.replace("://", ":&#47;&#47;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_from_outside_is_neither_markdown_nor_html() {
        let mut page = Document::default();
        page.heading(Line::of("a").tone(Tone::Strict, " LICENCE"));
        page.details(vec![Row {
            label: "rule",
            lines: vec![Line::of("<script>*x*|[a](http://b)"), Line::of("n61 1(1)")],
        }]);
        page.table(&["case", "why"], vec![vec![Line::of("a|b"), Line::of("@all")]]);
        let leaf = Branch {
            line: Line::of("y"),
            children: Vec::new(),
        };
        page.tree(vec![Branch {
            line: Line::of("x"),
            children: vec![leaf],
        }]);
        let expected = "### a **LICENCE**\n\n\
            - *rule*: &lt;script&gt;\\*x\\*\\|\\[a\\](http:&#47;&#47;b)  \n  n61 1(1)\n\n\
            | case | why |\n|---|---|\n| a\\|b | &#64;all |\n\n\
            - x\n  - y\n";
        assert_eq!(write(&page), expected);
    }
}
