//! Tables as text (RFC 4180), which no program takes for formulas.

/// What a cell must not begin with: spreadsheets would compute what follows, or hide it.
const BEGINS_A_FORMULA: [char; 7] = ['=', '+', '-', '@', '\t', '\r', '\0'];

/// What a cell is read as: the text itself, or the text after an apostrophe if a spreadsheet would
/// take it for a formula.
fn harmless(text: &str) -> String {
    if text.starts_with(BEGINS_A_FORMULA) { format!("'{text}") } else { text.to_owned() }
}

/// A line of a table. Every cell is quoted, so that no program has to guess where it ends.
pub fn line<'a>(cells: impl IntoIterator<Item = &'a str>) -> String {
    let cells: Vec<_> =
        cells.into_iter().map(|it| format!("\"{}\"", harmless(it).replace('"', "\"\""))).collect();
    format!("{}\r\n", cells.join(","))
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, prelude::*};

    use super::*;

    /// Reads a table as the RFC has it, knowing nothing of how ours is written.
    fn read(text: &str) -> Vec<Vec<String>> {
        let (mut table, mut row, mut cell) = (Vec::new(), Vec::new(), String::new());
        let (mut quoted, mut rest) = (false, text.chars().peekable());
        while let Some(it) = rest.next() {
            match (it, quoted) {
                ('"', true) if rest.peek() == Some(&'"') => cell.extend(rest.next()),
                ('"', _) => quoted = !quoted,
                (',', false) => row.push(std::mem::take(&mut cell)),
                ('\r', false) if rest.peek() == Some(&'\n') => {
                    rest.next();
                    row.push(std::mem::take(&mut cell));
                    table.push(std::mem::take(&mut row));
                }
                (it, _) => cell.push(it),
            }
        }
        assert!(!quoted && row.is_empty() && cell.is_empty(), "a whole table: {text:?}");
        table
    }

    #[test]
    fn what_begins_like_a_formula_gets_an_apostrophe() {
        for text in ["=1+1", "+41 21", "-1", "@SUM(A1)", "\t=1", "\r=1", "\0=1", "="] {
            assert_eq!(read(&line([text])), [[format!("'{text}")]], "{text:?}");
        }
    }

    #[test]
    fn a_table_ends_its_lines_and_cells_as_the_rfc_has_it() {
        let table = line(["a", "b,c"]) + &line(["say \"x\"", "two\r\nlines"]);
        assert_eq!(table, "\"a\",\"b,c\"\r\n\"say \"\"x\"\"\",\"two\r\nlines\"\r\n");
    }

    /// Text with more of the signs that matter than chance would bring.
    fn any_cell() -> impl Strategy<Value = String> {
        prop_oneof!["\\PC{0,12}", "[=+@,;\"'\t\r\n\\x00a-]{0,8}", any::<String>()]
    }

    proptest! {
        #[test]
        fn no_cell_begins_a_formula_and_all_others_come_back(
            table in vec(vec(any_cell(), 1..5), 0..5),
        ) {
            let text: String = table.iter().map(|row| line(row.iter().map(String::as_str))).collect();
            let back = read(&text);
            prop_assert_eq!(back.len(), table.len());
            for (before, after) in table.iter().flatten().zip(back.iter().flatten()) {
                prop_assert!(!after.starts_with(BEGINS_A_FORMULA), "{:?}", after);
                let kept = after == before || *after == format!("'{before}");
                prop_assert!(kept && (after == before) != before.starts_with(BEGINS_A_FORMULA));
            }
        }
    }
}
