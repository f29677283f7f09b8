//! Pairs of addresses, and whether both lead to the same account: `address_pairs.txt`, read.

/// What a second spelling means beside a first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It is the same account.
    Same,
    /// It is an account of its own.
    Different,
    /// It is no address that we take.
    Refused,
}

/// An address, and others that are held against it.
#[derive(Debug)]
pub struct Group {
    pub address: String,
    pub others: Vec<(Verdict, String)>,
}

/// All pairs, by their first address. A line that begins with blanks is a verdict about the address
/// above it.
pub fn groups() -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for line in include_str!("address_pairs.txt").lines() {
        if line.is_empty() || line.starts_with("# ") {
            continue;
        }
        let Some(pair) = line.strip_prefix("    ") else {
            groups.push(Group { address: unescaped(line), others: Vec::new() });
            continue;
        };
        let (verdict, other) = pair.split_once(' ').expect("a verdict and an address");
        let verdict = match verdict {
            "same" => Verdict::Same,
            "different" => Verdict::Different,
            "refused" => Verdict::Refused,
            _ => panic!("{line}"),
        };
        let group = groups.last_mut().expect("an address first");
        group.others.push((verdict, unescaped(other.trim_start_matches(' '))));
    }
    groups
}

/// Puts characters in place of `\u{…}`, and one backslash in place of two.
fn unescaped(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, escape)) = rest.split_once('\\') {
        plain.push_str(before);
        let code = escape.strip_prefix("u{").and_then(|it| it.split_once('}'));
        rest = if let Some((digits, after)) = code {
            let number = u32::from_str_radix(digits, 16).expect("hexadecimal digits");
            plain.push(char::from_u32(number).expect("a character"));
            after
        } else {
            plain.push('\\');
            escape.strip_prefix('\\').expect("two backslashes")
        };
    }
    plain + rest
}
