//! The title of a document.

/// Takes the mark of hydration out of a rendered document's title, where it would be read as text: in
/// a title nothing is markup.
pub fn without_mark(mut html: String) -> String {
    if let Some(at) = html.find("<!></title>") {
        html.replace_range(at..at + "<!>".len(), "");
    }
    html
}

#[cfg(test)]
mod tests {
    use super::without_mark;

    #[test]
    fn only_the_title_loses_its_mark() {
        let html = "<head><title>Sign in<!></title></head><p>a<!></p>".to_owned();
        assert_eq!(without_mark(html), "<head><title>Sign in</title></head><p>a<!></p>");
        assert_eq!(without_mark("<title>a</title>".to_owned()), "<title>a</title>");
    }
}
