//! Bodies of forms as nobody fills them in: fields dropped, repeated, nested, misspelled, enormous.

/// Draws a number below the one given.
pub trait Lots {
    fn below(&mut self, end: usize) -> usize;

    /// One of these.
    fn pick<'a, T>(&mut self, choices: &'a [T]) -> &'a T {
        &choices[self.below(choices.len())]
    }
}

/// Values at the edges of what a parser may expect.
const VALUES: [&str; 24] = [
    "",
    "0",
    "-1",
    "1e309",
    "9223372036854775808",
    "18446744073709551616",
    "NaN",
    "null",
    "true",
    "[]",
    "{}",
    "%00",
    "%",
    "%zz",
    "%ff%fe",
    "%ed%a0%80",
    "%c0%af",
    "%f4%90%80%80",
    "%E2%80%AE",
    "+",
    "=",
    ";",
    "..%2f..%2f",
    "%0d%0aSet-Cookie:%20a=b",
];

/// A body that was once these fields.
pub fn mutated(fields: &[(&str, &str)], lots: &mut impl Lots) -> Vec<u8> {
    let encoded = |field: &(&str, &str)| {
        form_urlencoded::Serializer::new(String::new()).append_pair(field.0, field.1).finish()
    };
    let mut pairs: Vec<String> = fields.iter().map(encoded).collect();
    for _ in 0..=lots.below(3) {
        mutate(&mut pairs, lots);
    }
    let separator = *lots.pick(&["&", "&", "&", "&&", ";", "\n"]);
    let mut body = pairs.join(separator).into_bytes();
    if lots.below(8) == 0 && !body.is_empty() {
        let at = lots.below(body.len());
        body[at] = u8::try_from(lots.below(256)).expect("a byte");
    }
    if lots.below(12) == 0 {
        body.truncate(lots.below(body.len() + 1));
    }
    body
}

fn mutate(pairs: &mut Vec<String>, lots: &mut impl Lots) {
    if pairs.is_empty() {
        pairs.push("x=1".to_owned());
    }
    let at = lots.below(pairs.len());
    let (key, value) = pairs[at].split_once('=').unwrap_or((&pairs[at], ""));
    let (key, value) = (key.to_owned(), value.to_owned());
    let strange = *lots.pick(&VALUES);
    match lots.below(12) {
        0 => drop(pairs.remove(at)),
        1 => pairs.insert(at, pairs[at].clone()),
        2 => pairs[at] = format!("{key}={strange}"),
        3 => pairs[at] = format!("{strange}={value}"),
        4 => pairs[at] = format!("{key}{}={value}", "[a]".repeat(1 + lots.below(20))),
        5 => pairs[at] = format!("{key}[{}]={value}", usize::MAX - lots.below(2)),
        6 => pairs[at] = format!("{key}[]={value}"),
        7 => pairs.extend(["a", ""].map(|it| it.repeat(1 + lots.below(100)))),
        8 => pairs
            .push((0..lots.below(60_000)).flat_map(|it| [it.to_string(), "&".into()]).collect()),
        9 => pairs[at] = format!("{key}={}", strange.repeat(lots.below(3_000))),
        10 => pairs[at] = format!("{key}{strange}={value}{strange}"),
        _ => pairs.reverse(),
    }
}
