//! Strings that nobody types on purpose, and that programs stumble over.

/// Text with known trouble in it: databases, pages, templates, shells, spreadsheets, headers, paths.
const PAYLOADS: &[&str] = &[
    "' OR '1'='1", "\"; DROP TABLE users; --", "1; SELECT pg_sleep(5)", "' UNION SELECT NULL--",
    "admin'--", "\\'; --", "%' OR 1=1", "x' AND 1=(SELECT COUNT(*) FROM users)", "$1", "$$", "?1",
    ":name", "@@version", "0x41", "CHAR(65)", "/*!50000*/", "'||'a", "\u{2019} OR 1=1", "_%", "\\",
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg/onload=alert(1)>",
    "\"><b>", "'><b>", "</textarea><script>", "<!--", "-->", "<![CDATA[x]]>", "&lt;script&gt;",
    "&#60;b&#62;", "javascript:alert(1)", "data:text/html,x", "<a href=//e>", "<base href=//e>",
    "<style>*{}</style>", "<meta http-equiv=refresh>", "\u{ff1c}script\u{ff1e}", "<x\u{b}onclick=1>",
    "{{7*7}}", "${7*7}", "#{7*7}", "<%= 7*7 %>", "{% raw %}", "{{config}}", "${jndi:ldap://e/a}",
    "%{7*7}", "{name}", "{email}", "{{", "}}", "%s%s%n", "%x%x", "{0}", "$(id)", "`id`", "| id",
    "; id", "&& id", "> /tmp/x", "=1+1", "+1", "-1+1", "@SUM(A1)", "=cmd|' /C calc'!A0", "\t=1",
    "../../etc/passwd", "..\\..\\x", "/etc/passwd", "C:\\x", "file:///x", "//e.example",
    "a\r\nSet-Cookie: b=c", "a\nBcc: x@y.example", "a%0d%0ab", "a;b", "a,b", "a&b=c", "a#b", "a?b",
    "null", "NULL", "undefined", "NaN", "Infinity", "true", "-0", "1e400", "0.1", "1/0", "None",
    "nil", "(null)", "[object Object]", "[]", "{}", "\"", "'", "`", "´", "“”", "«»", "con", "aux",
    "robots.txt", ".htaccess", ".", "..", "...", "-", "--", "_", "*", "~", "!", "\u{a0}", "\u{3000}",
];

/// Letters whose case or composition is not what it seems, and pairs that look or fold alike.
const LETTERS: &[&str] = &[
    "ß", "ẞ", "ss", "ſ", "K", "K", "Å", "Å", "Å", "İ", "ı", "i̇", "ǆ", "ǅ", "Ǆ", "ŉ", "ﬁ", "ﬀ", "ﬃ",
    "é", "é", "É", "É", "ñ", "ñ", "ö", "ö", "ệ", "ệ", "ệ", "ﾊﾟ", "パ", "パ", "가", "가", "각",
    "①", "²", "½", "㎏", "℡", "ａ", "Ａ", "𝐚", "𝔞", "ª", "Ω", "Ω", "ς", "σ", "Σ", "µ", "μ", "ϐ", "β",
    "Straße", "STRASSE", "strasse", "O\u{2019}Neil", "O'Neil", "José", "José", "Đặng", "Đặng",
    "аdmin", "admin", "рaypal", "𝗉aypal", "ｐaypal", "раураl", "ѕсоре", "ı̇", "ﬆ", "ﷺ", "ﷲ",
    "שלום", "مرحبا", "سلام\u{200c}ها", "a שלום b", "日本語", "한국어", "ไทย", "हिन्दी", "தமிழ்", "ქართული",
    "Ελληνικά", "Русский", "ʻOkina", "l·l", "Ł", "þ", "Æ", "œ", "ŋ", "ə", "‘x’", "x\u{301}\u{323}",
];

/// Emoji and other sequences of several code points that are one character to a reader.
const SEQUENCES: &[&str] = &[
    "😀", "👍🏽", "👨‍👩‍👧‍👦", "🏳️‍🌈", "🇨🇭", "🇨", "🇨🇭🇨", "❤️", "❤", "1️⃣", "👩🏿‍🚒", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "‍", "👍‍", "🧑‍🤝‍🧑", "☺︎",
    "a\u{200d}b", "क्षि", "ผู้", "각각", "\r\n", "e\u{301}\u{301}\u{301}", "🤦🏼‍♂️", "\u{1f468}\u{200d}",
];

/// Code points that show nothing, turn text around, or are none at all.
fn code_points() -> impl Iterator<Item = char> {
    let ranges = [
        (0x00, 0x1f),
        (0x7f, 0x9f),
        (0x200b, 0x200f),
        (0x2028, 0x202e),
        (0x2060, 0x206f),
        (0xfdd0, 0xfdef),
        (0xfff9, 0xfffd),
        (0xe0001, 0xe0001),
        (0xe0020, 0xe007f),
        (0x1d173, 0x1d17a),
        (0xfe00, 0xfe0f),
    ];
    let single = [
        0xad, 0x34f, 0x61c, 0x115f, 0x1160, 0x17b4, 0x180b, 0x180e, 0x2800, 0x3164, 0xfeff, 0xffa0,
        0xe000, 0xf8ff, 0xf0000, 0x10_fffd, 0x1_2000, 0x1_f600, 0x2_0000, 0x3_0000,
    ];
    let last = (0..=16).flat_map(|plane| [plane * 0x1_0000 + 0xfffe, plane * 0x1_0000 + 0xffff]);
    let ranges = ranges.into_iter().flat_map(|(first, last)| first..=last);
    ranges.chain(single).chain(last).filter_map(char::from_u32)
}

/// The strings, always the same ones in the same order.
pub fn corpus() -> Vec<String> {
    let mut all: Vec<String> =
        [PAYLOADS, LETTERS, SEQUENCES].concat().into_iter().map(str::to_owned).collect();
    for it in code_points() {
        all.extend([it.to_string(), format!("No{it}ra")]);
    }
    // Marks without a letter, and on one.
    for it in (0x300..=0x36f).step_by(2).filter_map(char::from_u32) {
        all.extend([it.to_string(), format!("a{it}")]);
    }
    for unit in ["a", "é", "😀", "a\u{301}", "\u{300}", " ", "ﷺ"] {
        for length in [59, 60, 61, 119, 120, 121, 254, 255, 1_023, 1_024, 1_025, 5_000, 100_000] {
            all.push(unit.repeat(length));
        }
    }
    all
}
