//! Rules read back: a sentence an item, with its title and citation before it and the hash of its meaning behind it.

use super::words::Citations;
use crate::render::document::Document;
use crate::render::document::Line;
use crate::render::document::Tone;
use crate::render::escape;
use crate::tools::doc::ReadBack;

/// All sentences.
pub(crate) fn page(items: &[ReadBack]) -> Document {
    let mut page = Document::default();
    let mut citations = Citations::default();
    for item in items {
        page.gap();
        let line = Line::default().tone(Tone::Strong, &format!("{} {}", item.kind, item.short));
        let line = line.title(&item.title).plain(&cited(item, &mut citations));
        let meaning = format!("[meaning{}{}]", escape::TIED, item.brief());
        page.paragraph(
            line.plain(&format!(": {}. ", item.sentence))
                .tone(Tone::Faint, &meaning),
        );
    }
    page
}

/// ` (MOFCOM Announcement No. 61 of 2025, 1(1), 8)`; a source that was named before by its name alone.
fn cited(item: &ReadBack, citations: &mut Citations) -> String {
    let cites: Vec<String> = item.cites.iter().map(|cite| citations.once(cite)).collect();
    if cites.is_empty() {
        String::new()
    } else {
        format!(" ({})", cites.join("; "))
    }
}
