//! A page of Markdown for a terminal: headings, paragraphs, lists and blocks of code, which is all that our pages have.

use crate::render::document::Document;
use crate::render::document::Line;

/// The page.
pub(crate) fn page(markdown: &str) -> Document {
    let mut page = Document::default();
    let mut paragraph = String::new();
    let mut code = false;
    for line in markdown.lines() {
        if let Some(info) = line.strip_prefix("```") {
            end(&mut page, &mut paragraph);
            code = !code;
            if code {
                page.gap();
                // A block that is a file of its own has its name as a second word.
                if let Some(name) = info.split_whitespace().nth(1) {
                    page.line(Line::of(name));
                }
            } else {
                page.gap();
            }
        } else if code {
            page.code(line);
        } else if line.starts_with('#') {
            end(&mut page, &mut paragraph);
            page.gap();
            page.heading(Line::of(line.trim_start_matches('#').trim()));
            page.gap();
        } else if line.trim().is_empty() {
            end(&mut page, &mut paragraph);
            page.gap();
        } else {
            if line.starts_with("- ") {
                end(&mut page, &mut paragraph);
            }
            if !paragraph.is_empty() {
                paragraph.push(' ');
            }
            paragraph.push_str(line.trim());
        }
    }
    end(&mut page, &mut paragraph);
    page
}

fn end(page: &mut Document, paragraph: &mut String) {
    if !paragraph.is_empty() {
        page.paragraph(Line::of(&paragraph.replace("**", "")));
        paragraph.clear();
    }
}
