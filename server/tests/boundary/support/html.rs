//! Reading our own HTML: start tags with their attributes, and the text of elements by id.

use std::collections::BTreeMap;

/// A start tag.
#[derive(Debug, Clone)]
pub struct Tag {
    pub name: String,
    /// Decoded.
    pub attributes: BTreeMap<String, String>,
    /// What follows the tag.
    after: usize,
}

impl Tag {
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.get(name).map(String::as_str)
    }
}

/// All start tags of a document.
pub fn tags(html: &str) -> Vec<Tag> {
    let mut tags = Vec::new();
    let mut at = 0;
    while let Some(found) = html[at..].find('<') {
        let start = at + found + 1;
        let rest = &html[start..];
        if let Some(comment) = rest.strip_prefix("!--") {
            at = start + 3 + comment.find("-->").map_or(comment.len(), |it| it + 3);
            continue;
        }
        let name: String = rest.chars().take_while(char::is_ascii_alphanumeric).collect();
        if name.is_empty() {
            at = start;
            continue;
        }
        let (attributes, after) = attributes(html, start + name.len());
        at = after;
        tags.push(Tag { name, attributes, after });
    }
    tags
}

/// Reads attributes up to the end of the tag; gives the position after it.
fn attributes(html: &str, mut at: usize) -> (BTreeMap<String, String>, usize) {
    let mut attributes = BTreeMap::new();
    loop {
        at += html[at..].len() - html[at..].trim_start().len();
        let rest = &html[at..];
        if rest.is_empty() {
            return (attributes, at);
        }
        if rest.starts_with('>') {
            return (attributes, at + 1);
        }
        let end = rest.find(|it: char| it.is_whitespace() || "=>".contains(it));
        let end = end.unwrap_or(rest.len()).max(1);
        let name = rest[..end].to_owned();
        at += end;
        let Some(value) = html[at..].strip_prefix('=') else {
            attributes.insert(name, String::new());
            continue;
        };
        let (value, length) = match value.strip_prefix('"') {
            Some(quoted) => {
                let end = quoted.find('"').unwrap_or(quoted.len());
                (&quoted[..end], end + 3)
            }
            None => {
                let end = value.find(|it: char| it.is_whitespace() || it == '>');
                let end = end.unwrap_or(value.len());
                (&value[..end], end + 1)
            }
        };
        at = (at + length).min(html.len());
        attributes.insert(name, unescape(value));
    }
}

/// The first tag with this id.
pub fn by_id(html: &str, id: &str) -> Option<Tag> {
    tags(html).into_iter().find(|it| it.attribute("id") == Some(id))
}

/// The text of an element without children of its own kind.
pub fn text_of(html: &str, tag: &Tag) -> String {
    let rest = &html[tag.after..];
    let end = rest.find(&format!("</{}>", tag.name)).unwrap_or(rest.len());
    visible(&rest[..end])
}

/// The text of a piece of HTML, without tags and comments.
pub fn visible(html: &str) -> String {
    let mut text = String::new();
    let mut rest = html;
    while let Some((before, markup)) = rest.split_once('<') {
        text.push_str(before);
        let end = if markup.starts_with("!--") { "-->" } else { ">" };
        rest = markup.split_once(end).map_or("", |(_, after)| after);
    }
    text.push_str(rest);
    unescape(text.trim())
}

/// The title of the document.
pub fn title(html: &str) -> String {
    let title = tags(html).into_iter().find(|it| it.name == "title");
    title.map(|it| text_of(html, &it)).unwrap_or_default()
}

fn unescape(text: &str) -> String {
    [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&#x27;", "'")]
        .into_iter()
        .fold(text.to_owned(), |text, (entity, character)| text.replace(entity, character))
        .replace("&amp;", "&")
}

#[test]
fn tags_and_texts_are_read_as_a_browser_would() {
    let html = r#"<p id="a" class=b hidden>1 &lt; 2<!-- <p> --><b>!</b></p><title>T</title>"#;
    let tag = by_id(html, "a").expect("found");
    assert_eq!((tag.attribute("class"), tag.attribute("hidden")), (Some("b"), Some("")));
    assert_eq!(text_of(html, &tag), "1 < 2!");
    assert_eq!(title(html), "T");
    assert_eq!(tags(html).len(), 3);
}
