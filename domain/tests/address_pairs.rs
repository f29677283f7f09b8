//! Which pairs of addresses are one account, by the rules alone.
#![cfg(test)]
#![cfg(feature = "parse")]

use std::collections::BTreeSet;

use domain::email::Email;

#[path = "shared/address_pairs.rs"]
mod pairs;

use pairs::{Verdict, groups};

fn read(text: &str) -> Email {
    Email::parse(text).unwrap_or_else(|problem| panic!("{text:?}: {problem}"))
}

#[test]
fn every_pair_gets_its_verdict() {
    let mut wrong = Vec::new();
    for group in groups() {
        let address = read(&group.address);
        for (verdict, other) in &group.others {
            let found = match Email::parse(other) {
                Err(_) => Verdict::Refused,
                Ok(it) if it.canonical().as_bytes() == address.canonical().as_bytes() => {
                    assert_eq!(it, address, "{other:?}");
                    Verdict::Same
                }
                Ok(it) => {
                    assert_ne!(it, address, "{other:?}");
                    Verdict::Different
                }
            };
            if found != *verdict {
                let [a, b] = [&group.address, other].map(|it| it.escape_unicode().to_string());
                wrong.push(format!("{} and {other}: {found:?} ({a}, {b})", group.address));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Whoever has one spelling in the database never gets mail at another mailbox.
#[test]
fn spellings_of_one_account_differ_in_case_of_ascii_only_where_mail_goes() {
    for group in groups() {
        let mailbox = read(&group.address).mailbox();
        for (_, other) in group.others.iter().filter(|(verdict, _)| *verdict == Verdict::Same) {
            assert!(read(other).mailbox().eq_ignore_ascii_case(&mailbox), "{other:?}: {mailbox}");
        }
    }
}

#[test]
fn there_are_enough_pairs_of_each_kind_and_none_twice() {
    let groups = groups();
    let mut seen = BTreeSet::new();
    for group in &groups {
        for (_, other) in &group.others {
            assert!(seen.insert((&group.address, other)), "{other:?} stands there twice");
        }
    }
    assert!(seen.len() >= 300, "{}", seen.len());
    for verdict in [Verdict::Same, Verdict::Different, Verdict::Refused] {
        let others = groups.iter().flat_map(|it| &it.others);
        let count = others.filter(|(it, _)| *it == verdict).count();
        assert!(count >= 70, "{verdict:?}: {count}");
    }
}
