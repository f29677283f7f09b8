//! Forms that send a file.

use http::header::CONTENT_TYPE;

use super::{Answer, Browser, browser::HTML};

const BOUNDARY: &str = "----harbour7";

/// A part of a body: its name, whether it is a file, its bytes.
pub type Part<'a> = (&'a str, bool, &'a [u8]);

/// A whole body of these parts.
pub fn body(parts: &[Part<'_>]) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, file, bytes) in parts {
        let file = if *file { "; filename=\"../logo.svg\"" } else { "" };
        let head = format!(
            "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n"
        );
        body.extend([head.as_bytes(), bytes, b"\r\n"].concat());
    }
    body.extend(format!("--{BOUNDARY}--\r\n").bytes());
    body
}

/// Sends parts to a page, as a form with a file does.
pub async fn send(browser: &mut Browser<'_>, path: &str, parts: &[Part<'_>]) -> Answer {
    let kind = format!("multipart/form-data; boundary={BOUNDARY}");
    send_as(browser, path, &kind, body(parts)).await
}

/// Sends a body under a content type of the test's own.
pub async fn send_as(browser: &mut Browser<'_>, path: &str, kind: &str, body: Vec<u8>) -> Answer {
    let mut request = browser.post_request(path, HTML).body(body.into()).expect("a request");
    request.headers_mut().insert(CONTENT_TYPE, kind.parse().expect("a value"));
    browser.send(request).await
}
